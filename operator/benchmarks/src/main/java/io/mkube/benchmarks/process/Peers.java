package io.mkube.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The programs that the server is compared with, each in a fresh directory. */
public final class Peers {
  private Peers() {}

  /**
   * A peer that listens.
   *
   * @param process the process
   * @param port its port on the loopback address
   */
  public record Peer(MeasuredProcess process, int port) implements AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }

  /** {@code etcd} as Debian packages it, with its own settings. */
  public static Peer etcd(Path folder) throws IOException, InterruptedException {
    int port = FreePort.find();
    String url = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + FreePort.find();
    Path directory = Files.createTempDirectory(folder, "etcd-");
    return started(
        port,
        MeasuredProcess.program(
            folder.resolve("etcd.log"),
            List.of(
                "etcd",
                "--data-dir=" + directory,
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--quota-backend-bytes=8000000000",
                "--log-level=error")));
  }

  /** {@code nats-server} with JetStream. */
  public static Peer nats(Path folder) throws IOException, InterruptedException {
    int port = FreePort.find();
    Path directory = Files.createTempDirectory(folder, "nats-");
    return started(
        port,
        MeasuredProcess.program(
            folder.resolve("nats.log"),
            List.of(
                "nats-server",
                "--addr=127.0.0.1",
                "--port=" + port,
                "--jetstream",
                "--store_dir=" + directory)));
  }

  private static Peer started(int port, MeasuredProcess process)
      throws IOException, InterruptedException {
    FreePort.await(port, process);
    return new Peer(process, port);
  }
}
