package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a nats-server of 2.12 or later is used for, beyond what 2.9 can do. */
@Tag("proof")
@Timeout(120)
final class NewerServerIT {
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

  private long consumers() throws Exception {
    return management.getStreamInfo("KV_mkube").getStreamState().getConsumerCount();
  }

  private static long put(ObjectStore store, String name, long expected, String value)
      throws StoreException {
    StoreKey key = new StoreKey("", "pods", "default", name);
    return store.write(new Write.Put(key, expected, "uid-" + name, value.getBytes(UTF_8)));
  }
}
