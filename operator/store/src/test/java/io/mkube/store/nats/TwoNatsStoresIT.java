package io.mkube.store.nats;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import io.mkube.store.Write;
import io.mkube.store.contract.ObjectStoreContract;
import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on two stores that share a bucket: what one writes, the other one reads. */
final class TwoNatsStoresIT extends ObjectStoreContract {
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
    String bucket = "b" + UUID.randomUUID();
    return new Shared(
        server.open(bucket, limits, maxValueBytes), server.open(bucket, limits, maxValueBytes));
  }

  /** Writes through the one and the other in turn, and reads through the one that did not write. */
  private record Shared(ObjectStore one, ObjectStore other, AtomicLong turns)
      implements ObjectStore {
    Shared(ObjectStore one, ObjectStore other) {
      this(one, other, new AtomicLong());
    }

    @Override
    public long write(Write write) throws StoreException {
      return (turns.getAndIncrement() % 2 == 0 ? one : other).write(write);
    }

    private ObjectStore reading() {
      return turns.get() % 2 == 0 ? one : other;
    }

    @Override
    public Snapshot snapshot() throws StoreException {
      return reading().snapshot();
    }

    @Override
    public Subscription follow(
        long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
        throws StoreException {
      ObjectStore store = reading();
      // a follower may come before what the other store wrote: it begins where this one is
      store.latestRevision();
      return store.follow(afterRevision, listener, ended);
    }

    @Override
    public long latestRevision() throws StoreException {
      return reading().latestRevision();
    }

    @Override
    public StoreHealth health() {
      return reading().health();
    }

    @Override
    public void close() {
      one.close();
      other.close();
    }
  }
}
