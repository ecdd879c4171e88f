package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StreamInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is removed from the bucket, and what happens when it is full all the same. */
@Timeout(120)
final class NatsTrimmingIT {
  private static final int FORMAT = 1;

  @TempDir private Path directory = Path.of("unset");
  private NatsServer server = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    server = NatsServer.start(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void removesWhatWasReplacedAndNothingElse() throws Exception {
    try (NatsObjectStore store = server.open("mkube")) {
      long untouched = put(store, "untouched", 0, "1");
      long changed = put(store, "changed", 0, "1");
      for (int i = 2; i <= 50; i++) {
        changed = put(store, "changed", changed, String.valueOf(i));
      }
      long again = put(store, "again", delete(store, "again", put(store, "again", 0, "1")), "2");
      delete(store, "gone", put(store, "gone", 0, "1"));

      store.trim(store.latestRevision() + 1);

      assertEquals(4 + FORMAT, messages("mkube"));
      assertEquals(List.of(again, changed, untouched), revisions(store));
    }
    try (NatsObjectStore fresh = server.open("mkube")) {
      assertEquals(3, fresh.snapshot().objects().size());
    }
  }

  @Test
  void keepsWhatIsYoungerThanTheFloor() throws Exception {
    try (NatsObjectStore store = server.open("mkube")) {
      long first = put(store, "a", 0, "1");
      long second = put(store, "a", first, "2");
      put(store, "a", second, "3");

      store.trim(second);

      assertEquals(2 + FORMAT, messages("mkube"));
      assertEquals(1, store.trimmed());
    }
  }

  @Test
  void bringsNothingBackWhenTheServerIsKilledAfterwards() throws Exception {
    try (NatsObjectStore store = server.open("mkube")) {
      byte[] large = new byte[400_000];
      new Random(1).nextBytes(large);
      for (int i = 0; i < 30; i++) {
        put(store, "kept-" + i, put(store, "kept-" + i, 0, "1"), "2");
        long revision = put(store, "gone-" + i, 0, "1");
        // so that deletions lie in other files of the server than what they delete
        store.write(new Write.Put(key("large-" + i), 0, "uid", large));
        delete(store, "gone-" + i, revision);
      }
      List<Long> before = revisions(store);
      put(store, "last", 0, "1");
      store.trim(store.latestRevision());
      assertEquals(30, store.sweep(Duration.ZERO));
      server.kill();
      server.restart();
      await().until(() -> store.health().writable());

      try (NatsObjectStore fresh = server.open("mkube")) {
        assertEquals(before.size() + 1, fresh.snapshot().objects().size());
        assertTrue(revisions(fresh).containsAll(before));
      }
      assertEquals(before.size() + 1 + FORMAT, messages("mkube"));
    }
  }

  @Test
  void removesWhatAStoreThatEndedHasLeftBehind() throws Exception {
    try (NatsObjectStore ended = server.open("mkube")) {
      long revision = 0;
      for (int i = 0; i < 1_500; i++) {
        revision = put(ended, "a", revision, String.valueOf(i));
      }
    }
    try (NatsObjectStore store = server.open("mkube")) {
      store.trimLeftBehind(store.latestRevision() + 1);

      assertEquals(1_499, store.trimmed());
      assertEquals(1 + FORMAT, messages("mkube"));
      assertEquals(1, store.snapshot().objects().size());
    }
  }

  @Test
  @SuppressWarnings("try") // an interrupt ends the test
  void takesTheLimitFromABucketOfAnEarlierVersion() throws Exception {
    try (Connection connection = Nats.connect("nats://127.0.0.1:" + server.port())) {
      connection
          .keyValueManagement()
          .create(KeyValueConfiguration.builder().name("mkube").maxHistoryPerKey(64).build());
    }
    try (NatsObjectStore store = server.open("mkube")) {
      long revision = put(store, "a", 0, "0");
      try (Follower follower = Follower.of(store, revision)) {
        for (int i = 1; i <= 100; i++) {
          revision = put(store, "a", revision, String.valueOf(i));
        }
        follower.awaitRevision(revision);
      }
      assertEquals(101 + FORMAT, messages("mkube"));
    }
  }

  @Test
  void refusesWritesButNoDeletionsWhenItIsFull() throws Exception {
    try (NatsObjectStore store = server.open("small?max_bytes=2000000")) {
      List<Long> created = new ArrayList<>();
      StoreException full = null;
      while (full == null) {
        try {
          created.add(put(store, "a-" + created.size(), 0, noise(created.size())));
        } catch (StoreException e) {
          full = e;
        }
      }
      assertInstanceOf(StoreException.Unavailable.class, full);
      assertTrue(String.valueOf(full.getMessage()).contains("of max_bytes 2,000,000"));
      assertTrue(String.valueOf(full.getMessage()).endsWith("the write did not happen"));
      assertFalse(store.health().writable());
      assertTrue(store.health().detail().contains("the bucket is full"));
      assertThrows(StoreException.class, () -> put(store, "a-0", created.getFirst(), "small"));
      assertEquals(created.size(), store.snapshot().objects().size());

      for (int i = 0; i < 5; i++) {
        delete(store, "a-" + i, created.get(i));
      }

      await().atMost(Duration.ofSeconds(60)).until(() -> store.health().writable());
      put(store, "a-0", 0, noise(0));
    }
  }

  private static String noise(int seed) {
    byte[] bytes = new byte[30_000];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @SuppressWarnings("try") // an interrupt ends the test
  private long messages(String bucket) throws Exception {
    try (Connection connection = Nats.connect("nats://127.0.0.1:" + server.port())) {
      StreamInfo info = connection.jetStreamManagement().getStreamInfo("KV_" + bucket);
      return info.getStreamState().getMsgCount();
    }
  }

  private static List<Long> revisions(ObjectStore store) throws StoreException {
    return store.snapshot().objects().stream().map(StoredObject::revision).toList();
  }

  private static long put(ObjectStore store, String name, long expected, String value)
      throws StoreException {
    return store.write(new Write.Put(key(name), expected, "uid", value.getBytes(UTF_8)));
  }

  /** Deletes, and returns what a creation has to expect. */
  private static long delete(ObjectStore store, String name, long expected) throws StoreException {
    store.write(new Write.Delete(key(name), expected, "uid", "last".getBytes(UTF_8)));
    return 0;
  }

  private static StoreKey key(String name) {
    return new StoreKey("", "pods", "default", name);
  }
}
