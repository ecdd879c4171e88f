package io.mkube.routeros.simulator.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder that stands for the device's disks: what was uploaded there is seen under {@code
 * /file}. Symbolic links are not followed. Thread-safe.
 */
public final class RealFiles {
  private final Path root;

  public RealFiles(Path root) {
    this.root = root;
  }

  /** Where a device path lies on this machine; there need not be anything. */
  public Path at(String devicePath) {
    return root.resolve(devicePath);
  }

  /** What lies at a device path. */
  public Optional<Found> find(String devicePath) {
    try {
      Path path = at(devicePath);
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found(devicePath, attributes);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Everything below the root. */
  public List<Found> all() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Found> all = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              if (!path.equals(root)) {
                found(devicePath(path), attributes).ifPresent(all::add);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              found(devicePath(path), attributes).ifPresent(all::add);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot walk " + root, e);
    }
    return all;
  }

  /** Removes a file or folder with all below it; nothing there is fine. */
  public void remove(String devicePath) {
    Path path = at(devicePath);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  /** Moves a file or folder if it is there. */
  public void move(String from, String to) {
    if (!Files.exists(at(from), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Path target = at(to);
      Path folder = target.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.move(at(from), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + from + " to " + to, e);
    }
  }

  private String devicePath(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private static Optional<Found> found(String devicePath, BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      return Optional.of(new Found(devicePath, true, 0, attributes.lastModifiedTime().toMillis()));
    }
    if (attributes.isRegularFile()) {
      return Optional.of(
          new Found(
              devicePath, false, attributes.size(), attributes.lastModifiedTime().toMillis()));
    }
    return Optional.empty();
  }

  /**
   * A real file or folder.
   *
   * @param path device path
   * @param folder whether it is a folder
   * @param size bytes
   * @param modifiedMillis time of the last change, milliseconds since 1970
   */
  public record Found(String path, boolean folder, long size, long modifiedMillis) {}
}
