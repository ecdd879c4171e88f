package io.mkube.iso9660.patch;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;

/** Paths as they are given: made absolute and plain, or refused before anything looks for them. */
final class PatchPath {
  /** What Linux and Rock Ridge readers take. */
  private static final int MAX_NAME = 255;

  private PatchPath() {}

  /**
   * The path without empty names and {@code .}; {@code /} for the root.
   *
   * @throws FileSystemException if it leads upwards or no image can hold it
   */
  static String normal(String path) throws FileSystemException {
    StringBuilder normal = new StringBuilder();
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..") || name.indexOf('\0') >= 0) {
        throw new FileSystemException(path, null, "is no path in an image");
      }
      int length = name.getBytes(StandardCharsets.UTF_8).length;
      if (length > MAX_NAME) {
        throw new FileSystemException(
            path, null, "a name has " + length + " bytes, at most " + MAX_NAME + " can be read");
      }
      normal.append('/').append(name);
    }
    return normal.isEmpty() ? "/" : normal.toString();
  }

  /** Path of the directory that a path is in. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** Last name of a path, empty for the root. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
