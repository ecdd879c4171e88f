package io.mkube.store.nats;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What happens when NATS, or the way to it, is away for a while. */
@Timeout(120)
final class NatsOutageIT {
  @TempDir private Path directory = Path.of("unset");
  private NatsServer server = unopened();
  private TcpProxy proxy = unopened();

  /** Reaches the server directly. */
  private NatsObjectStore near = unopened();

  /** Reaches it through the proxy. */
  private NatsObjectStore far = unopened();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unopened() {
    return null;
  }

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

  @BeforeEach
  void open() throws Exception {
    server = NatsServer.start(directory);
    proxy = new TcpProxy(server.port());
    openStores("mkube");
  }

  private void openStores(String bucket) throws Exception {
    near = server.open(bucket);
    far = NatsObjectStore.open(NatsConfig.parse("nats://127.0.0.1:" + proxy.port() + "/" + bucket));
  }

  @AfterEach
  void close() throws Exception {
    near.close();
    far.close();
    proxy.close();
    server.close();
  }

  @Nested
  class WhenTheServerEnds {
    @Test
    void refusesWritesAndConsistentReadsUntilItIsBack() throws Exception {
      long created = put(near, "a", 0, "1");
      server.kill();
      await().until(() -> !near.health().writable());

      var refused =
          assertThrows(StoreException.Unavailable.class, () -> put(near, "a", created, "2"));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.endsWith("is not connected; the write did not happen"), message);
      assertThrows(StoreException.Unavailable.class, near::snapshot);
      assertThrows(StoreException.Unavailable.class, near::latestRevision);

      server.restart();
      await().until(() -> near.health().writable());
      assertTrue(put(near, "a", created, "2") > created);
    }

    @Test
    void goesOnWithFollowersWhereTheyWere() throws Exception {
      try (Follower follower = Follower.of(far, ObjectStore.FIRST_REVISION - 1)) {
        long revision = put(near, "a", 0, "0");
        for (int round = 1; round <= 3; round++) {
          follower.awaitRevision(revision);
          server.kill();
          server.restart();
          await().until(() -> near.health().writable());
          revision = put(near, "a", revision, "v" + round);
        }

        List<Change> changes = follower.awaitRevision(revision);
        assertEquals(4, changes.size());
        for (int i = 1; i < changes.size(); i++) {
          assertEquals(changes.get(i - 1).revision(), changes.get(i).previousRevision());
        }
      }
    }

    @Test
    void keepsEverythingOverARestartOfBoth() throws Exception {
      long created = put(near, "a", 0, "1");
      long deleted = delete(near, "b", put(near, "b", 0, "1"));
      near.close();
      server.kill();
      server.restart();

      near = server.open("mkube");

      assertEquals(
          List.of(created),
          near.snapshot().objects().stream().map(StoredObject::revision).toList());
      assertEquals(deleted, near.latestRevision());
      assertTrue(put(near, "b", 0, "again") > deleted);
    }

    @Test
    void findsOutThatTheServerLostWhatItHadAcknowledged() throws Exception {
      put(near, "kept", 0, "1");
      try (Follower follower = Follower.of(far, far.latestRevision())) {
        long lost = put(near, "lost", 0, "1");
        follower.awaitRevision(lost);
        server.kill();
        server.forgetEverything();
        server.restart();

        assertInstanceOf(StoreException.Unavailable.class, unavailable(near));
      }
    }

    private StoreException unavailable(ObjectStore store) {
      await().until(() -> String.valueOf(store.health().detail()).contains("is gone"));
      return assertThrows(StoreException.class, () -> put(store, "a", 0, "1"));
    }
  }

  @Nested
  class WhenTheServerStandsStill {
    @Test
    void writesOnceHoweverOftenItWasSent() throws Exception {
      long created = put(near, "a", 0, "1");
      long sentBefore = near.sent();
      server.pause();
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Long> write = executor.submit(() -> put(near, "a", created, "2"));
        await().atMost(Duration.ofSeconds(30)).until(() -> near.sent() >= sentBefore + 2);
        assertFalse(write.isDone());
        server.resume();

        long revision = write.get();

        List<StoredObject> objects = near.snapshot().objects();
        assertEquals(1, objects.size());
        assertEquals(revision, objects.getFirst().revision());
        assertEquals(created + 1, revision);
        assertEquals(revision, near.latestRevision());
      } finally {
        server.resume();
      }
    }
  }

  @Nested
  class WhenOneStoreIsCutOff {
    @Test
    void bringsEverythingInOrderIfItIsStillThere() throws Exception {
      long created = put(near, "a", 0, "1");
      try (Follower follower = Follower.of(far, far.latestRevision())) {
        proxy.cut();
        long deleted = delete(near, "a", created);
        long recreated = put(near, "a", 0, "2");
        proxy.restore();

        List<Change> changes = follower.awaitRevision(recreated);
        assertEquals(List.of(deleted, recreated), changes.stream().map(Change::revision).toList());
        assertEquals(List.of(created, 0L), changes.stream().map(Change::previousRevision).toList());
      }
    }

    @Test
    void tellsFollowersThatADeletionIsGone() throws Exception {
      put(near, "b", put(near, "b", 0, "1"), "2");
      long created = put(near, "a", 0, "1");
      try (Follower follower = Follower.of(far, far.latestRevision())) {
        proxy.cut();
        delete(near, "a", created);
        long last = put(near, "c", 0, "1");
        near.latestRevision();
        assertEquals(1, near.sweep(Duration.ZERO));
        proxy.restore();

        assertInstanceOf(StoreException.Expired.class, follower.awaitEnd());
        assertEquals(near.snapshot().objects().size(), far.snapshot().objects().size());
        assertEquals(last, far.latestRevision());
        assertEquals(List.of(), follower.seen());
      }
    }

    @Test
    void tellsFollowersOfARecreationWhoseHistoryIsGone() throws Exception {
      near.close();
      far.close();
      openStores("short?history=1");
      long created = put(near, "a", 0, "1");
      try (Follower follower = Follower.of(far, far.latestRevision())) {
        proxy.cut();
        delete(near, "a", created);
        long recreated = put(near, "a", 0, "2");
        proxy.restore();

        assertInstanceOf(StoreException.Expired.class, follower.awaitEnd());
        assertEquals(recreated, far.snapshot().objects().getFirst().revision());
      }
    }

    @Test
    void losesNothingWhenOnlyTheAnswersAreHeldUp() throws Exception {
      long revision = put(near, "a", 0, "1");
      try (Follower follower = Follower.of(far, far.latestRevision())) {
        proxy.stall();
        for (int i = 0; i < 500; i++) {
          revision = put(near, "a", revision, "v" + i);
        }
        proxy.release();

        try {
          List<Change> changes = follower.awaitRevision(revision);
          assertEquals(500, changes.size());
        } catch (AssertionError e) {
          assertInstanceOf(StoreException.Expired.class, follower.awaitEnd(), e::toString);
        }
        assertEquals(revision, far.latestRevision());
      }
    }

    @Test
    @SuppressWarnings("try") // an interrupt ends the test
    void takesADeletionByAToolThatComesTogetherWithWhatItDeletes() throws Exception {
      long start = far.latestRevision();
      try (Follower follower = Follower.of(far, start);
          Connection tool = Nats.connect("nats://127.0.0.1:" + server.port())) {
        proxy.stall();
        long created = put(near, "a", 0, "1");
        tool.keyValue("mkube").delete("=.pods.default.a");
        await().until(() -> near.latestRevision() > created);
        proxy.release();

        List<Change> changes = follower.awaitRevision(near.latestRevision());
        assertEquals(List.of(0L, created), changes.stream().map(Change::previousRevision).toList());
        assertEquals(List.of(), far.snapshot().objects());
      }
    }

    @Test
    void knowsAWriteWhoseAnswerWasCutOff() throws Exception {
      long created = put(near, "a", 0, "1");
      far.latestRevision();
      proxy.stall();
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Long> write = executor.submit(() -> put(far, "a", created, "2"));
        await().until(() -> near.latestRevision() > created);
        proxy.cut();
        proxy.release();
        proxy.restore();

        assertEquals(near.latestRevision(), write.get());
        assertEquals(created + 1, write.get());
      }
    }
  }

  private static long put(ObjectStore store, String name, long expected, String value)
      throws StoreException {
    return store.write(new Write.Put(key(name), expected, "uid-" + name, bytes(value)));
  }

  private static long delete(ObjectStore store, String name, long expected) throws StoreException {
    return store.write(new Write.Delete(key(name), expected, "uid-" + name, bytes("last")));
  }

  private static StoreKey key(String name) {
    return new StoreKey("", "pods", "default", name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
