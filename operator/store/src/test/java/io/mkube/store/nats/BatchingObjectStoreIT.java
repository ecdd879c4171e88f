package io.mkube.store.nats;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.ObjectStore;
import io.mkube.store.contract.ObjectStoreContract;
import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a nats-server of 2.12 or later whose buckets take several writes as one. */
@Tag("proof")
final class BatchingObjectStoreIT extends ObjectStoreContract {
  @TempDir private static Path directory = Path.of("unset");
  private static NatsServer server = unstarted();

  @SuppressWarnings("NullAway") // assigned before each test
  private static NatsServer unstarted() {
    return null;
  }

  @BeforeAll
  static void startServer() throws Exception {
    assertNotNull(
        System.getProperty(NatsServer.PROGRAM),
        "name a nats-server of 2.12 or later by -D" + NatsServer.PROGRAM + "=PROGRAM");
    server = NatsServer.start(directory);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore open(WindowLimits limits, int maxValueBytes) throws IOException {
    String url = server.url("b" + UUID.randomUUID()) + "?batches=yes";
    NatsObjectStore store =
        NatsObjectStore.open(NatsConfig.parse(url).withLimits(limits, maxValueBytes));
    assertTrue(store.writesTogether());
    return store;
  }
}
