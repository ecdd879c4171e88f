package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.EtcdLoad;
import io.mkube.benchmarks.process.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The same number of creates, as bare values of the same size, in etcd. */
final class EtcdCreates implements Contender {
  static final String NAME = "etcd, transactions";

  /**
   * Spread like this etcd 3.4 answers most transactions; on one connection, or on 64, it is slower.
   */
  private static final int CONNECTIONS = Integer.getInteger("mkube.etcd.connections", 8);

  private final int count;
  private final byte[] value;
  private final Peers.Peer etcd;
  private final EtcdLoad load;

  EtcdCreates(Path folder, int count, int valueBytes) throws IOException, InterruptedException {
    this.count = count;
    this.value = "x".repeat(valueBytes).getBytes(StandardCharsets.US_ASCII);
    this.etcd = Peers.etcd(folder);
    this.load = new EtcdLoad(etcd.port(), CONNECTIONS, MkubeCreates.CONNECTIONS / CONNECTIONS);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Sample run(int round) throws IOException {
    byte[][] bytes = new byte[count][];
    for (int i = 0; i < count; i++) {
      String key = "/registry/pods/default/" + MkubeCreates.objectName(round, i);
      bytes[i] = EtcdLoad.create(key, value);
    }
    double cpu = etcd.process().cpuSeconds();
    long nanos = load.run(count, i -> bytes[i]);
    return new Sample(count * 1e9 / nanos, (etcd.process().cpuSeconds() - cpu) * 1e6 / count);
  }

  @Override
  public void tidy(int round) throws IOException {
    load.deleteAll();
  }

  @Override
  public void close() throws IOException {
    load.close();
    etcd.close();
  }
}
