package io.mkube.apiserver;

import io.mkube.store.nats.NatsConfig;
import io.mkube.store.nats.NatsObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An API server on NATS in a process of its own, which can be stopped as a debugger would. */
final class ServerProcess implements AutoCloseable {
  private static final String READY = "serves ";

  private final Process process;
  private final String url;

  private ServerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one.
   *
   * @param store URL of the bucket
   * @param directory its own folder; the key file lies beside it
   */
  static ServerProcess start(String store, Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    String logging = System.getProperty("logback.configurationFile");
    if (logging != null) {
      command.add("-Dlogback.configurationFile=" + logging);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ServerProcess.class.getName(), store, directory.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
        return new ServerProcess(process, line.substring(READY.length()));
      }
    }
    throw new IOException("the server did not start");
  }

  /** The process: serves until its standard input ends. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    ApiServerConfig config =
        ApiServerConfig.of(directory).withKeyFile(directory.resolveSibling("sealing.key"));
    try (NatsObjectStore store = NatsObjectStore.open(NatsConfig.parse(args[0]));
        ApiServer server = ApiServer.start(config, store)) {
      System.out.println(READY + server.url());
      int end = System.in.read();
      System.out.println("ends: " + end);
    }
  }

  String url() {
    return url;
  }

  /** Holds it where it is. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " failed: " + code);
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a killed process does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
