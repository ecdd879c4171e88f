package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.NatsBucket;
import io.mkube.benchmarks.process.Peers;
import java.nio.charset.StandardCharsets;

/** Bare values of the same size into a bucket, by 64 callers of the Java client. */
final class NatsCreates implements Contender {
  static final String NAME = "jnats, kv.update by 64 callers";
  private final int count;
  private final byte[] value;
  private final Peers.Peer nats;
  private final NatsBucket bucket;

  NatsCreates(Peers.Peer nats, int count, int valueBytes) throws Exception {
    this.count = count;
    this.value = "x".repeat(valueBytes).getBytes(StandardCharsets.US_ASCII);
    this.nats = nats;
    this.bucket = new NatsBucket(nats.port(), "raw");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Sample run(int round) throws Exception {
    double cpu = nats.process().cpuSeconds();
    long nanos =
        bucket.create(
            MkubeCreates.CONNECTIONS,
            count,
            i -> "pods.default." + MkubeCreates.objectName(round, i),
            value);
    return new Sample(count * 1e9 / nanos, (nats.process().cpuSeconds() - cpu) * 1e6 / count);
  }

  @Override
  public void close() {
    bucket.close();
  }
}
