package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.HttpList;
import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.load.NatsBucket;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import io.mkube.benchmarks.process.Peers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A list of 10,000 pods, and what the server holds while a slow client reads it. */
public final class Lists {
  private static final int COUNT = 10_000;

  /** Fewer, and either side's compilers would still be at work in the rounds that count. */
  private static final int WARM_UP = 40;

  private static final String PODS = "/api/v1/namespaces/default/pods";
  private final Path folder;
  private final PrintStream out;

  public Lists(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws Exception {
    out.println("list of 10,000 pods:");
    try (Peers.Peer nats = Peers.nats(folder);
        Mkube mkube = new Mkube(MkubeServers.start(folder, "memory"));
        Contender raw = new Raw(nats)) {
      Rounds comparison = new Rounds(out, "µs");
      comparison.run(WARM_UP, Integer.getInteger("mkube.rounds", 9), List.of(mkube, raw));
      comparison.ratio("mkube", "jnats list", "<= 0.25");
      out.printf(
          Locale.ROOT,
          "  heap in use while a client has read the first bytes only: %.2f MB more (target <="
              + " 4)%n",
          mkube.heapOfStalledList() / 1048576.0);
    }
  }

  private static final class Mkube implements Contender {
    private final MeasuredProcess server;
    private final byte[] request;
    private final HttpList list;

    Mkube(MeasuredProcess server) throws IOException {
      this.server = server;
      int port = MkubeServers.plainPort(server);
      HttpRequests requests = new HttpRequests(port, MkubeServer.TOKEN);
      try (HttpLoad load = new HttpLoad(port, MkubeCreates.CONNECTIONS)) {
        load.run(
            COUNT,
            201,
            i -> requests.with("POST", PODS, Objects.pod(MkubeCreates.objectName(0, i))));
      }
      request = requests.of("GET", PODS);
      list = new HttpList(port);
    }

    @Override
    public String name() {
      return "mkube";
    }

    @Override
    public Sample run(int round) throws IOException {
      double cpu = server.cpuSeconds();
      long begin = System.nanoTime();
      list.read(request);
      return new Sample((System.nanoTime() - begin) / 1e3, (server.cpuSeconds() - cpu) * 1e6);
    }

    long heapOfStalledList() throws IOException {
      long before = Long.parseLong(server.ask("heap"));
      list.begin(request);
      long during = Long.parseLong(server.ask("heap"));
      list.finish();
      return during - before;
    }

    @Override
    public void close() throws IOException {
      list.close();
      server.close();
    }
  }

  private static final class Raw implements Contender {
    private final Peers.Peer nats;
    private final NatsBucket bucket;

    Raw(Peers.Peer nats) throws Exception {
      this.nats = nats;
      this.bucket = new NatsBucket(nats.port(), "raw");
      byte[] value = "x".repeat(1800).getBytes(StandardCharsets.US_ASCII);
      bucket.create(
          MkubeCreates.CONNECTIONS,
          COUNT,
          i -> "pods.default." + MkubeCreates.objectName(0, i),
          value);
    }

    @Override
    public String name() {
      return "jnats list";
    }

    @Override
    public Sample run(int round) throws Exception {
      double cpu = nats.process().cpuSeconds();
      AtomicInteger seen = new AtomicInteger();
      long begin = System.nanoTime();
      bucket.list(entry -> seen.incrementAndGet());
      long nanos = System.nanoTime() - begin;
      if (seen.get() != COUNT) {
        throw new IllegalStateException("the raw list has " + seen.get() + " entries");
      }
      return new Sample(nanos / 1e3, (nats.process().cpuSeconds() - cpu) * 1e6);
    }

    @Override
    public void close() {
      bucket.close();
    }
  }
}
