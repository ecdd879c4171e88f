package io.mkube.store.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Follower;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises of its end. */
abstract class ClosingContract extends StoreContract {
  ClosingContract(Opener opener) {
    super(opener);
  }

  @Test
  void endsFollowersAndRefusesEverythingAfterwards() throws Exception {
    long created = put("pods", "a", 0, "1");
    Follower follower = Follower.of(store, created);

    store.close();
    store.close();

    assertInstanceOf(StoreException.Unavailable.class, follower.awaitEnd());
    assertThrows(StoreException.Unavailable.class, () -> put("pods", "b", 0, "1"));
    assertThrows(StoreException.Unavailable.class, () -> store.snapshot());
    assertThrows(StoreException.Unavailable.class, () -> store.latestRevision());
    assertThrows(StoreException.Unavailable.class, () -> Follower.of(store, created).close());
    assertFalse(store.health().writable());
  }

  @Test
  void answersEveryWriterThatIsUnderWay() throws Exception {
    CountDownLatch started = new CountDownLatch(8);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        String name = "p" + caller;
        writers.add(executor.submit(() -> writeUntilRefused(name, started)));
      }
      started.await();

      store.close();

      for (Future<Integer> writer : writers) {
        assertTrue(writer.get() > 0);
      }
    }
  }

  private int writeUntilRefused(String name, CountDownLatch started) throws StoreException {
    long revision = 0;
    int written = 0;
    while (true) {
      try {
        revision = put("pods", name, revision, "v" + written);
      } catch (StoreException.Unavailable e) {
        return written;
      }
      if (written++ == 0) {
        started.countDown();
      }
    }
  }

  @Test
  void reportsItselfWritableWhileOpen() {
    StoreHealth health = store.health();

    assertTrue(health.writable(), health.detail());
    assertFalse(health.detail().isBlank());
  }
}
