package io.mkube.iso9660.cli;

import io.mkube.iso9660.esp.EspPath;
import java.util.List;

/** Paths in images as people type them. */
final class Paths {
  private Paths() {}

  /** The path, if it stays inside the image. */
  static String checked(String path) throws UsageException {
    if (path.isEmpty()) {
      throw new UsageException("a path in the image must not be empty");
    }
    if (List.of(path.split("/", -1)).contains("..")) {
      throw new UsageException("a path in the image must not contain '..': " + path);
    }
    return path;
  }

  /** The path from the root, also if the first slash was not typed. */
  static String absolute(String path) throws UsageException {
    String checked = checked(path);
    boolean partition = EspPath.parse(path).isPresent();
    return checked.startsWith("/") || partition ? checked : "/" + checked;
  }
}
