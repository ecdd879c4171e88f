package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the stream by acknowledgements alone, and what happens when others write too. */
@Timeout(120)
final class AcknowledgedOrderIT {
  private static final String STREAM = "KV_mkube";

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
    server = NatsServer.start(directory);
    near = server.open("mkube");
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
  void hasNothingDeliveredWhileNobodyElseWrites() throws Exception {
    try (Follower follower = Follower.of(near, near.latestRevision())) {
      long last = put(near, "a", 0, "0");
      for (int i = 1; i < 300; i++) {
        last = put(near, "a", last, "v" + i);
        assertEquals(last, near.latestRevision());
      }

      assertEquals(300, follower.awaitRevision(last).size());
      await().until(() -> consumers() == 0);
    }
  }

  @Test
  void followsWhileAnotherStoreWritesAndStopsAgain() throws Exception {
    put(near, "mine", 0, "1");
    await().until(() -> consumers() == 0);
    try (NatsObjectStore far = server.open("mkube");
        Follower follower = Follower.of(near, near.latestRevision())) {
      long theirs = 0;
      int times = 0;
      while (consumers() == 0) {
        theirs = put(far, "theirs", theirs, "v" + times++);
        follower.awaitRevision(theirs);
      }

      await().atMost(Duration.ofSeconds(60)).until(() -> consumers() == 0);
      long mine = put(near, "theirs", theirs, "mine");

      assertEquals(mine, far.latestRevision());
      follower.awaitRevision(mine);
      assertEquals(times + 1, follower.seen().size());
    }
  }

  @Test
  void showsNothingBehindAMessageOfWhichNothingWasHeard() throws Exception {
    bringInMessagesOfOtherSubjects();
    try (Follower follower = Follower.of(near, near.latestRevision())) {
      long before = put(near, "a", 0, "1");
      connection.publish("elsewhere.a", bytes("hole"));
      connection.flush(Duration.ofSeconds(10));
      await().until(() -> lastSequence() == before + 1);

      long after = put(near, "a", before, "2");

      assertEquals(before + 2, after);
      List<Change> changes = follower.awaitRevision(after);
      assertEquals(List.of(before, after), changes.stream().map(Change::revision).toList());
    }
  }

  @Test
  void comesUpWithAMessageOfWhichNothingWasHeard() throws Exception {
    bringInMessagesOfOtherSubjects();
    long before = put(near, "a", 0, "1");
    connection.publish("elsewhere.a", bytes("tail"));
    connection.flush(Duration.ofSeconds(10));
    await().until(() -> lastSequence() == before + 1);

    assertEquals(before, near.latestRevision());
    assertEquals(before, near.snapshot().revision());
  }

  @Test
  void loadsAnewWhenTheBucketWasMadeAnewBehindItsBack() throws Exception {
    for (int i = 0; i < 10; i++) {
      put(near, "a" + i, 0, "1");
    }
    try (Follower follower = Follower.of(near, near.latestRevision())) {
      management.deleteStream(STREAM);
      server.open("mkube").close();

      follower.awaitEnd();
      await().ignoreExceptions().until(() -> near.snapshot().objects().isEmpty());
      await().ignoreExceptions().until(() -> put(near, "a0", 0, "again") > 0);
    }
  }

  @Test
  void hasOneOrderInEveryStoreWhileOthersBeginAndEndToWrite() throws Exception {
    long start = near.latestRevision();
    try (NatsObjectStore far = server.open("mkube");
        Follower here = Follower.of(near, start);
        Follower there = Follower.of(far, start);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 16; writer++) {
        String name = "near-" + writer;
        writers.add(executor.submit(() -> change(near, name, 200)));
      }
      for (int round = 0; round < 5; round++) {
        change(far, "far-" + round, 5);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }

      long last = near.latestRevision();
      List<Change> order = here.awaitRevision(last);
      requireGapless(order);
      assertEquals(16 * 200 + 5 * 5, order.size());
      assertEquals(
          order.stream().map(Change::revision).toList(),
          there.awaitRevision(last).stream().map(Change::revision).toList());
    }
  }

  @Test
  void seesWhatOthersWriteWithoutTheRightToHearIt() throws Exception {
    String permissions = "{publish: [\">\"], subscribe: [\"_INBOX.>\"]}";
    String users =
        "[{user: deaf, password: x, permissions: " + permissions + "}, {user: all, password: x}]";
    try (NatsServer guarded =
            NatsServer.start(
                directory.resolve("guarded"), "authorization {users: " + users + "}\n");
        NatsObjectStore deaf = open(guarded, "deaf");
        NatsObjectStore other = open(guarded, "all");
        Follower follower = Follower.of(deaf, deaf.latestRevision())) {
      long first = put(other, "a", 0, "1");
      follower.awaitRevision(first);
      long second = put(other, "a", first, "2");

      assertEquals(second, deaf.latestRevision());
      assertEquals(second + 1, put(deaf, "a", second, "3"));
    }
  }

  private static NatsObjectStore open(NatsServer server, String user) throws Exception {
    return NatsObjectStore.open(
        NatsConfig.parse("nats://" + user + ":x@127.0.0.1:" + server.port() + "/mkube"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"KV-Operation", "Nats-Marker-Reason"})
  void takesAnEmptyMessageWithAWordOfDeletionForOne(String header) throws Exception {
    long created = put(near, "a", 0, "1");
    try (Follower follower = Follower.of(near, created)) {
      connection.publish(
          new KeySubjects("mkube").of(new StoreKey("", "pods", "default", "a")),
          new Headers().put(header, "MaxAge"),
          new byte[0]);

      Change change = follower.await(1).getFirst();
      assertEquals(Change.Kind.DELETE, change.kind());
      assertEquals(created, change.previousRevision());
      assertEquals("uid-a", change.uid());
      assertTrue(put(near, "a", 0, "again") > change.revision());
    }
  }

  private static Void change(ObjectStore store, String name, int times) throws StoreException {
    long revision = 0;
    for (int i = 0; i < times; i++) {
      revision = put(store, name, revision, "v" + i);
      assertTrue(store.latestRevision() >= revision);
    }
    return null;
  }

  private static void requireGapless(List<Change> changes) {
    Map<StoreKey, Long> view = new HashMap<>();
    long last = 0;
    for (Change change : changes) {
      assertTrue(change.revision() > last, "out of order: " + change.revision());
      last = change.revision();
      assertEquals(view.getOrDefault(change.key(), 0L), change.previousRevision());
      view.put(change.key(), change.revision());
    }
  }

  /** What is published under them gets into the stream without being heard in the bucket. */
  private void bringInMessagesOfOtherSubjects() throws Exception {
    StreamConfiguration found = management.getStreamInfo(STREAM).getConfiguration();
    management.updateStream(StreamConfiguration.builder(found).addSubjects("elsewhere.>").build());
  }

  private long consumers() throws Exception {
    return management.getStreamInfo(STREAM).getStreamState().getConsumerCount();
  }

  private long lastSequence() throws Exception {
    return management.getStreamInfo(STREAM).getStreamState().getLastSequence();
  }

  private static long put(ObjectStore store, String name, long expected, String value)
      throws StoreException {
    StoreKey key = new StoreKey("", "pods", "default", name);
    return store.write(new Write.Put(key, expected, "uid-" + name, bytes(value)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
