package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Kills nats-server at random moments while 64 callers write and what they replaced is removed all
 * the time. This is the death of a process; what a power cut takes depends on how often the server
 * forces to its disk.
 */
final class KilledNatsIT {
  private static final int CALLERS = 64;

  /** Replaced messages that stay, few so that many are removed. */
  private static final int RETAINED = 1_000;

  /** Machines may be busy with other things. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory = Path.of("unset");
  private final AtomicLong acknowledged = new AtomicLong();

  @BeforeAll
  static void silenceLog() {
    logger().setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLog() {
    logger().setLevel(null);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(NatsObjectStore.class.getPackageName());
  }

  @Test
  @Timeout(300)
  void losesNoAcknowledgedWrite() throws Exception {
    killRepeatedly(4, 2_000);
  }

  @Test
  @Tag("proof")
  void losesNoAcknowledgedWriteIn200Kills() throws Exception {
    killRepeatedly(200, 5_000);
  }

  private void killRepeatedly(int times, int mostWrites) throws Exception {
    Random random = new Random(times);
    AtomicBoolean stop = new AtomicBoolean();
    try (NatsServer server = NatsServer.start(directory);
        NatsObjectStore store = server.open("mkube");
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Counter> counters = new ArrayList<>();
      List<Future<Long>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Counter counter = new Counter(store, "counter-" + i);
        counters.add(counter);
        callers.add(executor.submit(() -> counter.countUntil(stop)));
      }
      Future<?> trimming = executor.submit(() -> trimUntil(stop, store));
      try {
        for (int round = 0; round < times; round++) {
          long enough = acknowledged.get() + 1 + random.nextInt(mostWrites);
          await().atMost(PATIENCE).until(() -> acknowledged.get() >= enough);
          server.kill();
          server.restart();
        }
      } finally {
        stop.set(true);
      }
      long total = 0;
      for (Future<Long> caller : callers) {
        total += caller.get();
      }
      trimming.get();
      assertTrue(store.trimmed() > 0);
      LoggerFactory.getLogger("figures")
          .info("{} kills, {} writes, {} removed", times, total, store.trimmed());
      requireAll(server, counters);
      assertTrue(total >= acknowledged.get());
      assertEquals(total + 1, store.latestRevision());
    }
  }

  private static boolean trimUntil(AtomicBoolean stop, NatsObjectStore store) throws Exception {
    while (!stop.get()) {
      try {
        store.trim(store.latestRevision() - RETAINED);
      } catch (IOException | StoreException.Unavailable | IllegalStateException e) {
        await().atMost(PATIENCE).until(() -> stop.get() || store.health().writable());
      }
    }
    return true;
  }

  /** Each counter has its last value, and every revision was used by one write. */
  private static void requireAll(NatsServer server, List<Counter> counters) throws Exception {
    Map<String, StoredObject> found = new HashMap<>();
    try (ObjectStore fresh = server.open("mkube")) {
      fresh.snapshot().objects().forEach(object -> found.put(object.key().name(), object));
    }
    assertEquals(counters.size(), found.size());
    for (Counter counter : counters) {
      StoredObject object = Objects.requireNonNull(found.get(counter.name), counter.name);
      assertEquals(counter.revision, object.revision(), counter.name);
      assertEquals(String.valueOf(counter.value), new String(object.value(), UTF_8));
    }
  }

  /** Counts up under one key and knows at any time what the store must hold. */
  private final class Counter {
    private final ObjectStore store;
    private final String name;
    private final StoreKey key;
    private long value;
    private long revision;

    Counter(ObjectStore store, String name) {
      this.store = store;
      this.name = name;
      this.key = new StoreKey("", "pods", "default", name);
    }

    long countUntil(AtomicBoolean stop) throws StoreException {
      while (!stop.get() || value == 0) {
        try {
          revision = store.write(next());
          value++;
          acknowledged.incrementAndGet();
        } catch (StoreException.Unavailable e) {
          String message = String.valueOf(e.getMessage());
          if (message.endsWith("the outcome of the write is unknown")) {
            lookUp();
          } else {
            assertTrue(message.endsWith("the write did not happen"), message);
            await().atMost(PATIENCE).until(() -> store.health().writable());
          }
        }
      }
      return value;
    }

    private Write next() {
      return new Write.Put(key, revision, "uid", String.valueOf(value + 1).getBytes(UTF_8));
    }

    /** Finds out what came of a write. */
    private void lookUp() {
      await().atMost(PATIENCE).until(() -> store.health().writable());
      await()
          .atMost(PATIENCE)
          .ignoreException(StoreException.Unavailable.class)
          .until(
              () -> {
                lookUpIn(store.snapshot().objects());
                return true;
              });
    }

    private void lookUpIn(List<StoredObject> objects) {
      for (StoredObject object : objects) {
        if (object.key().equals(key) && object.revision() != revision) {
          assertEquals(String.valueOf(value + 1), new String(object.value(), UTF_8));
          value++;
          revision = object.revision();
        }
      }
    }
  }
}
