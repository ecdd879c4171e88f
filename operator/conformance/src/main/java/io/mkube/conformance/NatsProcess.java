package io.mkube.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real {@code nats-server} as a child process on a free port, with JetStream in a folder.
 * Closing it ends the process; the folder stays. The system property {@code mkube.nats.server}
 * names another program than the installed one.
 */
public final class NatsProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final URI url;

  private NatsProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts a server and waits until it takes connections.
   *
   * @throws UncheckedIOException if it cannot be started
   */
  public static NatsProcess start(Path folder) throws InterruptedException {
    try {
      Files.createDirectories(folder);
      Path settings = Files.writeString(folder.resolve("nats.conf"), settings(folder));
      Process process =
          new ProcessBuilder(program(), "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("nats.log").toFile())
              .start();
      return new NatsProcess(process, awaitUrl(process, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value for {@code --store} that names a bucket of this server. */
  public String store(String bucket) {
    return url.resolve("/" + bucket).toString();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String settings(Path folder) {
    return """
    listen: "127.0.0.1:-1"
    ports_file_dir: "%s"
    max_payload: 8MB
    jetstream { store_dir: "%s" }
    """
        .formatted(folder, folder.resolve("jetstream"));
  }

  /** The server writes its ports to a file when it listens. */
  private static URI awaitUrl(Process process, Path folder)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      List<Path> files;
      try (Stream<Path> found = Files.list(folder)) {
        files = found.filter(file -> file.toString().endsWith(".ports")).toList();
      }
      for (Path file : files) {
        JsonNode ports = new ObjectMapper().readTree(file.toFile());
        if (ports.path("nats").has(0)) {
          return URI.create(ports.path("nats").path(0).asText());
        }
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    process.destroyForcibly();
    throw new IOException(
        "nats-server does not start: " + Files.readString(folder.resolve("nats.log")));
  }

  /** Debian has it where only root looks for programs. */
  private static String program() {
    Path debian = Path.of("/usr/sbin/nats-server");
    return System.getProperty(
        "mkube.nats.server", Files.isExecutable(debian) ? debian.toString() : "nats-server");
  }
}
