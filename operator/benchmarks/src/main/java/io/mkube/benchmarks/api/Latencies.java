package io.mkube.benchmarks.api;

import io.mkube.benchmarks.Figures;
import io.mkube.benchmarks.load.EtcdWatch;
import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.load.NatsBucket;
import io.mkube.benchmarks.load.WatchLoad;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import io.mkube.benchmarks.process.Peers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The time from sending a write to the arrival of its event at a watch, one write after the other:
 * the median of a round.
 */
public final class Latencies {
  private static final int COUNT = 300;
  private static final int WARM_UP = 30_000;
  private static final byte[] VALUE = "x".repeat(1800).getBytes(StandardCharsets.US_ASCII);
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private final Path folder;
  private final PrintStream out;

  public Latencies(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws Exception {
    out.println("watch latency, from the write to the event:");
    try (Peers.Peer nats = Peers.nats(folder);
        Peers.Peer etcd = Peers.etcd(folder);
        Contender embedded = new Mkube("embedded", MkubeServers.start(folder, "embedded"));
        Contender overNats =
            new Mkube(
                "nats",
                MkubeServers.start(folder, "nats", "nats://127.0.0.1:" + nats.port() + "/mkube"));
        Contender rawEtcd = new Etcd(etcd);
        Contender rawNats = new Nats(nats)) {
      Rounds comparison = new Rounds(out, "µs median");
      comparison.run(
          5, Integer.getInteger("mkube.rounds", 9), List.of(embedded, rawEtcd, overNats, rawNats));
      comparison.ratio("embedded", "etcd watch", "<= 0.3");
      comparison.ratio("nats", "jnats watch", "<= 1.25");
    }
  }

  private interface Write {
    /** Writes a key and returns the nanoseconds until its event. */
    long write(String key) throws Exception;
  }

  private static Contender.Sample measure(int round, MeasuredProcess server, Write write)
      throws Exception {
    double cpu = server.cpuSeconds();
    double[] micros = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      micros[i] = write.write(MkubeCreates.objectName(round, i)) / 1e3;
    }
    return new Contender.Sample(Figures.median(micros), (server.cpuSeconds() - cpu) * 1e6 / COUNT);
  }

  private static final class Mkube implements Contender {
    private final String name;
    private final MeasuredProcess server;
    private final HttpRequests requests;
    private final HttpLoad writer;
    private final WatchLoad watch;

    Mkube(String name, MeasuredProcess server) throws IOException {
      this.name = name;
      this.server = server;
      int port = MkubeServers.plainPort(server);
      this.requests = new HttpRequests(port, MkubeServer.TOKEN);
      warmUp(port);
      this.writer = new HttpLoad(port, 1);
      this.watch = new WatchLoad(port, 1, requests.of("GET", PODS + "?watch=true"));
    }

    /** One write after the other would take minutes to get the server's code compiled. */
    private void warmUp(int port) throws IOException {
      try (HttpLoad load = new HttpLoad(port, 8)) {
        load.run(WARM_UP, 201, i -> requests.with("POST", PODS, Objects.pod("warm-" + i)));
        String now = "{\"gracePeriodSeconds\":0}";
        load.run(WARM_UP, 200, i -> requests.with("DELETE", PODS + "/warm-" + i, now));
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Sample run(int round) throws Exception {
      return measure(
          round,
          server,
          key -> {
            byte[] create = requests.with("POST", PODS, Objects.pod(key));
            long before = watch.events();
            long begin = System.nanoTime();
            writer.send(create);
            while (watch.events() == before) {
              watch.poll(1000);
            }
            long nanos = System.nanoTime() - begin;
            writer.finish(201);
            return nanos;
          });
    }

    @Override
    public void close() throws IOException {
      watch.close();
      writer.close();
      server.close();
    }
  }

  private static final class Etcd implements Contender {
    private final Peers.Peer etcd;
    private final EtcdWatch watch;

    Etcd(Peers.Peer etcd) throws IOException {
      this.etcd = etcd;
      this.watch = new EtcdWatch(etcd.port());
    }

    @Override
    public String name() {
      return "etcd watch";
    }

    @Override
    public Sample run(int round) throws Exception {
      return measure(round, etcd.process(), key -> watch.create("/registry/pods/" + key, VALUE));
    }

    @Override
    public void close() throws IOException {
      watch.close();
    }
  }

  private static final class Nats implements Contender {
    private final Peers.Peer nats;
    private final NatsBucket bucket;
    private final Semaphore arrived = new Semaphore(0);
    private volatile long arrivedAt;

    Nats(Peers.Peer nats) throws Exception {
      this.nats = nats;
      this.bucket = new NatsBucket(nats.port(), "raw");
      bucket.watch(
          entry -> {
            arrivedAt = System.nanoTime();
            arrived.release();
          });
    }

    @Override
    public String name() {
      return "jnats watch";
    }

    @Override
    public Sample run(int round) throws Exception {
      return measure(
          round,
          nats.process(),
          key -> {
            long begin = System.nanoTime();
            bucket.put("pods.default." + key, VALUE);
            arrived.acquire();
            return arrivedAt - begin;
          });
    }

    @Override
    public void close() {
      bucket.close();
    }
  }
}
