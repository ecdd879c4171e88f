package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a nats-server of 2.12 or later is used for, beyond what 2.9 can do. */
@Tag("newer-nats")
@Timeout(300)
final class NewerServerIT {
  private static final String STREAM = "KV_mkube";
  private static final int WRITERS = 16;
  private static final int KILLS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory = Path.of("unset");
  private NatsServer server = unopened();
  private Connection connection = unopened();
  private JetStreamManagement management = unopened();
  private NatsObjectStore near = unopened();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unopened() {
    return null;
  }

  @BeforeEach
  void open() throws Exception {
    assertNotNull(
        System.getProperty(NatsServer.PROGRAM),
        "name a nats-server of 2.12 or later by -D" + NatsServer.PROGRAM + "=PROGRAM");
    server = NatsServer.start(directory);
    near = open("batches=yes");
    connection = Nats.connect("nats://127.0.0.1:" + server.port());
    management = connection.jetStreamManagement();
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    near.close();
    server.close();
  }

  @Test
  void showsWhatOthersWriteNowAndThenWithoutAConsumer() throws Exception {
    put(near, "mine", 0, "1");
    try (NatsObjectStore far = server.open("mkube");
        Follower here = Follower.of(near, near.latestRevision());
        Follower there = Follower.of(far, near.latestRevision())) {
      await().until(() -> consumers() == 0);
      long revision = 0;
      for (int i = 0; i < 5; i++) {
        revision = put(far, "theirs", revision, "far " + i);
        here.awaitRevision(revision);
        revision = put(near, "theirs", revision, "near " + i);
        there.awaitRevision(revision);
        assertEquals(0, consumers());
      }

      List<Change> changes = here.seen();
      assertEquals(10, changes.size());
      for (int i = 1; i < changes.size(); i++) {
        assertEquals(changes.get(i - 1).revision(), changes.get(i).previousRevision());
      }
    }
  }

  @Test
  void takesBatchesInABucketThatAnOlderVersionHasMade() throws Exception {
    long before = put(near, "a", 0, "1");
    near.close();
    StreamConfiguration found = management.getStreamInfo(STREAM).getConfiguration();
    management.updateStream(StreamConfiguration.builder(found).allowAtomicPublish(false).build());

    try (NatsObjectStore without = server.open("mkube")) {
      assertFalse(without.writesTogether());
      assertThrows(StoreException.Unavailable.class, () -> without.writeTogether(pair(before, 0)));
      assertFalse(management.getStreamInfo(STREAM).getConfiguration().getAllowAtomicPublish());
    }
    near = open("batches=yes");

    assertTrue(near.writesTogether());
    assertEquals(before + 2, near.writeTogether(pair(before, 0)));
  }

  @Test
  void saysSoWhenTheStreamTakesNoBatchesAnyMore() throws Exception {
    long before = put(near, "a", 0, "1");
    StreamConfiguration found = management.getStreamInfo(STREAM).getConfiguration();
    management.updateStream(StreamConfiguration.builder(found).allowAtomicPublish(false).build());

    var refused =
        assertThrows(StoreException.Unavailable.class, () -> near.writeTogether(pair(before, 0)));

    assertTrue(String.valueOf(refused.getMessage()).endsWith("the write did not happen"));
    assertFalse(near.writesTogether());
    assertEquals(before, near.latestRevision());
    assertEquals(before + 1, put(near, "a", before, "2"));
  }

  @Test
  void expectsWhatIsThereAfterMarkersWereRemovedByAnotherStore() throws Exception {
    try (NatsObjectStore far = server.open("mkube")) {
      long created = put(near, "b", 0, "1");
      near.write(new Write.Delete(key("b"), created, "uid-b", new byte[0]));
      long last = put(far, "a", 0, "1");
      far.latestRevision();
      assertEquals(1, far.sweep(Duration.ZERO));

      assertEquals(last + 2, near.writeTogether(pair(last, 0)));
      assertEquals(last + 2, far.latestRevision());
      assertEquals(2, far.snapshot().objects().size());
    }
  }

  /** Pairs are written under kills of the server: none of them is ever half in the stream. */
  @Test
  void tearsNoBatchOverKills() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<Long>> writers = new ArrayList<>();
    try (Follower follower = Follower.of(near, near.latestRevision());
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(executor.submit(() -> writePairs(writer, stop)));
      }
      try {
        for (int round = 0; round < KILLS; round++) {
          Thread.sleep(ThreadLocalRandom.current().nextInt(100, 400));
          server.kill();
          server.restart();
          await().atMost(PATIENCE).until(() -> near.health().writable());
        }
      } finally {
        stop.set(true);
      }
      long total = 0;
      for (Future<Long> writer : writers) {
        total += writer.get();
      }
      LoggerFactory.getLogger("figures").info("{} kills, {} pairs", KILLS, total);
      List<Change> changes = follower.awaitRevision(near.latestRevision());
      assertTrue(total > KILLS);
      assertEquals(2 * total, changes.size());
      requirePairs(changes);
      try (NatsObjectStore fresh = server.open("mkube")) {
        assertEquals(2 * WRITERS, fresh.snapshot().objects().size());
      }
    }
  }

  private long writePairs(int writer, AtomicBoolean stop) throws Exception {
    String left = "left-" + writer;
    String right = "right-" + writer;
    long value = 0;
    long last = 0;
    while (!stop.get() || value == 0) {
      byte[] next = String.valueOf(value + 1).getBytes(UTF_8);
      try {
        last =
            near.writeTogether(
                List.of(
                    new Write.Put(key(left), last == 0 ? 0 : last - 1, "uid", next),
                    new Write.Put(key(right), last, "uid", next)));
        value++;
      } catch (StoreException.Unavailable e) {
        StoredObject found = lookUp(right);
        if (found != null) {
          last = found.revision();
          long stored = Long.parseLong(new String(found.value(), UTF_8));
          assertTrue(stored == value || stored == value + 1, stored + " after " + value);
          value = stored;
        }
      }
    }
    return value;
  }

  private @Nullable StoredObject lookUp(String name) {
    AtomicReference<@Nullable StoredObject> found = new AtomicReference<>();
    await()
        .atMost(PATIENCE)
        .ignoreException(StoreException.Unavailable.class)
        .until(
            () -> {
              found.set(near.snapshot().find(key(name)).orElse(null));
              return true;
            });
    return found.get();
  }

  private static void requirePairs(List<Change> changes) {
    for (int i = 0; i < changes.size(); i += 2) {
      Change left = changes.get(i);
      Change right = changes.get(i + 1);
      assertEquals(left.revision() + 1, right.revision());
      assertEquals(left.key().name().replace("left", "right"), right.key().name());
      assertEquals(new String(left.value(), UTF_8), new String(right.value(), UTF_8));
    }
  }

  private static List<Write> pair(long a, long b) {
    byte[] value = "together".getBytes(UTF_8);
    return List.of(
        new Write.Put(key("a"), a, "uid-a", value), new Write.Put(key("b"), b, "uid-b", value));
  }

  private NatsObjectStore open(String option) throws Exception {
    return NatsObjectStore.open(NatsConfig.parse(server.url("mkube") + "?" + option));
  }

  private static StoreKey key(String name) {
    return new StoreKey("", "pods", "default", name);
  }

  private long consumers() throws Exception {
    return management.getStreamInfo(STREAM).getStreamState().getConsumerCount();
  }

  private static long put(ObjectStore store, String name, long expected, String value)
      throws StoreException {
    return store.write(new Write.Put(key(name), expected, "uid-" + name, value.getBytes(UTF_8)));
  }
}
