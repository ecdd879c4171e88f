package io.mkube.store.nats;

import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real {@code nats-server} on a free port, with its JetStream store in a directory. It can be
 * killed, stopped, continued and started again where it was.
 *
 * <p>It is Debian's, or that of {@code PATH}; the system property {@value #PROGRAM} names another
 * one, for all tests: {@code mvn verify -Dmkube.nats.server=/opt/nats/nats-server}.
 */
public final class NatsServer implements AutoCloseable {
  /** System property with the program that tests start in place of the installed one. */
  public static final String PROGRAM = "mkube.nats.server";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final int port;
  private final String settings;
  private Process process;

  private NatsServer(Path directory, int port, String settings) throws IOException {
    this.directory = directory;
    this.port = port;
    this.settings = settings;
    this.process = launch();
  }

  /** Starts a server that takes messages of 8 MB and asks nobody who they are. */
  public static NatsServer start(Path directory) throws IOException, InterruptedException {
    return start(directory, "max_payload: 8MB\n");
  }

  /** Starts a server with further settings in its configuration file. */
  public static NatsServer start(Path directory, String settings)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    while (true) {
      NatsServer server = new NatsServer(directory, freePort(), settings);
      if (server.awaitListening()) {
        return server;
      }
      server.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    Path file = directory.resolve("nats.conf");
    Files.writeString(
        file,
        "listen: 127.0.0.1:"
            + port
            + "\njetstream { store_dir: \""
            + directory.resolve("jetstream")
            + "\" }\n"
            + settings);
    return new ProcessBuilder(program(), "-c", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("nats.log").toFile()))
        .start();
  }

  /** Waits until the server greets; false if its port was taken by somebody else meanwhile. */
  private boolean awaitListening() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
        String log = Files.readString(directory.resolve("nats.log"));
        if (log.contains("address already in use")) {
          return false;
        }
        throw new IOException("nats-server ended: " + log);
      }
      if (greets()) {
        return true;
      }
    }
    throw new IOException("nats-server does not listen: " + directory.resolve("nats.log"));
  }

  private boolean greets() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      return socket.getInputStream().read() == 'I';
    } catch (IOException e) {
      return false;
    }
  }

  /** Debian has it where only root looks for programs. */
  private static String program() {
    Path debian = Path.of("/usr/sbin/nats-server");
    return System.getProperty(
        PROGRAM, Files.isExecutable(debian) ? debian.toString() : "nats-server");
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** URL of a bucket, without login. */
  public String url(String bucket) {
    return "nats://127.0.0.1:" + port + "/" + bucket;
  }

  /** A store in a bucket of this server. */
  public NatsObjectStore open(String bucket) throws IOException {
    return NatsObjectStore.open(NatsConfig.parse(url(bucket)));
  }

  /** A store with other limits. */
  public NatsObjectStore open(String bucket, WindowLimits limits, int maxValueBytes)
      throws IOException {
    return NatsObjectStore.open(NatsConfig.parse(url(bucket)).withLimits(limits, maxValueBytes));
  }

  /** Ends the process at once, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Starts it again on the same port with the same data. */
  public void restart() throws IOException, InterruptedException {
    process = launch();
    if (!awaitListening()) {
      throw new IOException("port " + port + " was taken meanwhile");
    }
  }

  /** Removes all that JetStream has stored; only between {@link #kill} and {@link #restart}. */
  public void forgetEverything() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("jetstream"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Holds the process where it is. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets a paused process go on. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
