package io.mkube.store.nats;

import io.mkube.store.ObjectStore;
import io.mkube.store.contract.ObjectStoreContract;
import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on one server of NATS, each test in a bucket of its own. */
final class NatsObjectStoreIT extends ObjectStoreContract {
  @TempDir private static Path directory = Path.of("unset");
  private static NatsServer server = unstarted();

  @SuppressWarnings("NullAway") // assigned before each test
  private static NatsServer unstarted() {
    return null;
  }

  @BeforeAll
  static void startServer() throws Exception {
    server = NatsServer.start(directory);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore open(WindowLimits limits, int maxValueBytes) throws IOException {
    return server.open("b" + UUID.randomUUID(), limits, maxValueBytes);
  }
}
