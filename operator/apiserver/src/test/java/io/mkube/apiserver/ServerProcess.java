package io.mkube.apiserver;

import io.mkube.store.nats.NatsConfig;
import io.mkube.store.nats.NatsObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An API server on NATS in a process of its own, which can be stopped as a debugger would. */
final class ServerProcess implements AutoCloseable {
  private final ForkedJava java;

  private ServerProcess(ForkedJava java) {
    this.java = java;
  }

  /**
   * Starts one.
   *
   * @param store URL of the bucket
   * @param directory its own folder; the key file lies beside it
   */
  static ServerProcess start(String store, Path directory) throws IOException {
    return new ServerProcess(
        ForkedJava.start(ServerProcess.class, List.of("-Xmx256m"), store, directory.toString()));
  }

  /** The process: serves until its standard input ends. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    ApiServerConfig config =
        ApiServerConfig.of(directory).withKeyFile(directory.resolveSibling("sealing.key"));
    try (NatsObjectStore store = NatsObjectStore.open(NatsConfig.parse(args[0]));
        ApiServer server = ApiServer.start(config, store)) {
      ForkedJava.serve(server.url().toString());
    }
  }

  String url() {
    return java.address();
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
        new ProcessBuilder("kill", "-" + name, String.valueOf(java.process().pid()))
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " failed: " + code);
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() {
    java.kill();
  }

  @Override
  public void close() {
    kill();
  }
}
