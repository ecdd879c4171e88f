package io.mkube.apiserver.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A temporary directory for keys and kubeconfigs of all servers of a test run, gone at its end.
 * Thread-safe.
 */
@SuppressWarnings("deprecation") // CloseableResource is what JUnit before 5.13 closes
final class TestFiles implements AutoCloseable, ExtensionContext.Store.CloseableResource {
  private final Path directory;
  private final AtomicLong written = new AtomicLong();

  TestFiles() {
    try {
      this.directory = Files.createTempDirectory("mkube-apiserver");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for the API server", e);
    }
  }

  /** Where the servers keep their keys: those of the first one serve all others of the run. */
  Path keys() {
    return directory;
  }

  /** Writes a file that only its owner can read, as the directory is private. */
  Path write(String name, String text) {
    try {
      return Files.writeString(
          directory.resolve(name + "-" + written.incrementAndGet()), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a file for the API server", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}
