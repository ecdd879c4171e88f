package io.mkube.benchmarks.api;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Events per second that many watchers get together. 100 updates a second are first offered to
 * 1,000 watchers, of which none may be lost; then both sides are given updates as fast as they take
 * them.
 */
public final class FanOut {
  private static final int WATCHERS = 1000;
  private static final int RAW_WATCHERS = 100;
  private static final int RAW_CONNECTIONS = 10;
  private static final int OBJECTS = 50;
  private static final int UPDATES = 500;
  private static final int OFFERED_PER_SECOND = 100;
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final String FLOOD = "1,000 watchers";
  private static final String RAW = "100 jnats watchers";
  private final Path folder;
  private final PrintStream out;

  public FanOut(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws Exception {
    out.println("fan-out of updates to watchers:");
    MeasuredProcess server = MkubeServers.start(folder, "embedded");
    try (Peers.Peer nats = Peers.nats(folder);
        Mkube mkube = new Mkube(server);
        Contender raw = new Raw(nats)) {
      mkube.offer(5, out);
      Rounds comparison = new Rounds(out, "events/s");
      comparison.run(1, Integer.getInteger("mkube.rounds", 5), List.of(mkube, raw));
      comparison.ratio(FLOOD, RAW, ">= 1.5");
      out.printf(
          Locale.ROOT,
          "  %d events at the watchers, %d lost, %d out of order%n",
          mkube.watches.events(),
          mkube.expected * WATCHERS - mkube.watches.events(),
          mkube.watches.disorders());
    }
  }

  private static final class Mkube implements Contender {
    private final MeasuredProcess server;
    private final HttpRequests requests;
    private final HttpLoad writers;
    private final WatchLoad watches;
    private long expected;

    Mkube(MeasuredProcess server) throws IOException {
      this.server = server;
      int port = MkubeServers.plainPort(server);
      requests = new HttpRequests(port, MkubeServer.TOKEN);
      writers = new HttpLoad(port, 8);
      writers.run(OBJECTS, 201, i -> requests.with("POST", PATH, Objects.configMap("object-" + i)));
      watches = new WatchLoad(port, WATCHERS, requests.of("GET", PATH + "?watch=true"));
      long before = -1;
      while (watches.events() != before) {
        before = watches.events();
        watches.poll(500);
      }
      expected = watches.events() / WATCHERS;
      watches.forgetDisorders(); // what is there comes by name
    }

    @Override
    public String name() {
      return FLOOD;
    }

    @Override
    public Sample run(int round) throws Exception {
      double cpu = server.cpuSeconds();
      long begin = System.nanoTime();
      Thread writing =
          Thread.ofPlatform().start(() -> write(UPDATES, i -> update(round * UPDATES + i)));
      expected += UPDATES;
      drain(() -> expected * WATCHERS);
      long nanos = System.nanoTime() - begin;
      writing.join();
      long events = (long) UPDATES * WATCHERS;
      return new Sample(events * 1e9 / nanos, (server.cpuSeconds() - cpu) * 1e6 / events);
    }

    /** Offers updates at the fixed rate, and tells how much later the last event came. */
    void offer(int seconds, PrintStream out) throws Exception {
      double cpu = server.cpuSeconds();
      int count = seconds * OFFERED_PER_SECOND;
      expected += count;
      long begin = System.nanoTime();
      Thread writing = Thread.ofPlatform().start(() -> paced(count, begin));
      drain(() -> expected * WATCHERS);
      double took = (System.nanoTime() - begin) / 1e9;
      writing.join();
      out.printf(
          Locale.ROOT,
          "  100 updates/s for %d s: %d events in %.2f s, %.1f µs processor time each%n",
          seconds,
          (long) count * WATCHERS,
          took,
          (server.cpuSeconds() - cpu) * 1e6 / count / WATCHERS);
    }

    private void paced(int count, long begin) {
      for (int i = 0; i < count; i++) {
        long due = begin + i * TimeUnit.SECONDS.toNanos(1) / OFFERED_PER_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
        int number = -i - 1;
        write(1, j -> update(number));
      }
    }

    private void write(int count, IntFunction<byte[]> source) {
      try {
        writers.run(count, 200, source);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private byte[] update(int number) {
      String name = "object-" + Math.floorMod(number, OBJECTS);
      String object = Objects.configMap(name).replace("production", "mode-" + number);
      return requests.with("PUT", PATH + "/" + name, object);
    }

    private void drain(LongSupplier wanted) throws IOException {
      long quiet = System.nanoTime();
      long before = watches.events();
      while (watches.events() < wanted.getAsLong()) {
        watches.poll(1000);
        if (watches.events() != before) {
          before = watches.events();
          quiet = System.nanoTime();
        } else if (System.nanoTime() - quiet > TimeUnit.SECONDS.toNanos(30)) {
          throw new IllegalStateException(
              wanted.getAsLong() - watches.events() + " events are missing");
        }
      }
    }

    @Override
    public void close() throws IOException {
      watches.close();
      writers.close();
      server.close();
    }
  }

  private static final class Raw implements Contender {
    private static final byte[] VALUE = "x".repeat(800).getBytes(StandardCharsets.US_ASCII);
    private final Peers.Peer nats;
    private final List<NatsBucket> buckets = new ArrayList<>();
    private final AtomicLong events = new AtomicLong();
    private volatile CountDownLatch all = new CountDownLatch(0);
    private volatile long wanted;

    Raw(Peers.Peer nats) throws Exception {
      this.nats = nats;
      for (int c = 0; c < RAW_CONNECTIONS; c++) {
        NatsBucket bucket = new NatsBucket(nats.port(), "raw");
        buckets.add(bucket);
        for (int w = 0; w < RAW_WATCHERS / RAW_CONNECTIONS; w++) {
          bucket.watch(
              entry -> {
                if (events.incrementAndGet() == wanted) {
                  all.countDown();
                }
              });
        }
      }
    }

    @Override
    public String name() {
      return RAW;
    }

    @Override
    public Sample run(int round) throws Exception {
      int updates = 10 * UPDATES;
      double cpu = nats.process().cpuSeconds();
      CountDownLatch latch = new CountDownLatch(1);
      all = latch;
      wanted = events.get() + (long) updates * RAW_WATCHERS;
      long begin = System.nanoTime();
      buckets
          .getFirst()
          .create(8, updates, i -> "maps.default." + MkubeCreates.objectName(round, i), VALUE);
      if (!latch.await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException(wanted - events.get() + " raw events are missing");
      }
      long nanos = System.nanoTime() - begin;
      double count = (double) updates * RAW_WATCHERS;
      return new Sample(count * 1e9 / nanos, (nats.process().cpuSeconds() - cpu) * 1e6 / count);
    }

    @Override
    public void close() {
      buckets.forEach(NatsBucket::close);
    }
  }
}
