package io.mkube.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.Write;
import io.mkube.store.window.WindowLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises of the changes that it holds. */
abstract class HoldingHistoryContract extends StoreContract {
  HoldingHistoryContract(Opener opener) {
    super(opener);
  }

  @BeforeEach
  void openWithASmallWindow() throws Exception {
    reopen(new WindowLimits(50, 1 << 20));
  }

  @Test
  void refusesARevisionBelowTheWindowAndNamesTheOldestItHolds() throws Exception {
    long start = store.latestRevision();
    overwrite(200, new byte[10]);

    var expired =
        assertThrows(StoreException.Expired.class, () -> Follower.of(store, start).close());

    long oldest = expired.oldestRevision();
    assertThrows(StoreException.Expired.class, () -> Follower.of(store, oldest - 1).close());
    try (Follower follower = Follower.of(store, oldest)) {
      List<Change> changes = follower.awaitRevision(store.latestRevision());
      assertTrue(changes.getFirst().revision() > oldest);
      assertEquals(changes.getFirst().previousRevision(), oldest);
    }
  }

  @Test
  void isBoundedByBytesToo() throws Exception {
    long start = store.latestRevision();
    overwrite(20, new byte[100_000]);

    assertThrows(StoreException.Expired.class, () -> Follower.of(store, start).close());
  }

  @Test
  void holdsTheNewestChangeHoweverLargeItIs() throws Exception {
    long before = overwrite(3, new byte[ObjectStoreContract.MAX_VALUE_BYTES - 1]);
    long latest =
        store.write(
            new Write.Put(
                key("pods", "hot"), before, "u", new byte[ObjectStoreContract.MAX_VALUE_BYTES]));

    try (Follower follower = Follower.of(store, before)) {
      assertEquals(latest, follower.await(1).getFirst().revision());
    }
  }

  @Test
  void endsAFollowerThatFallsBehindWithoutHoldingUpWriters() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<Long> seen = new ArrayList<>();
    CompletableFuture<StoreException> ended = new CompletableFuture<>();
    ObjectStore.Subscription slow =
        store.follow(
            store.latestRevision(),
            change -> {
              seen.add(change.revision());
              awaitUninterruptibly(release);
            },
            ended::complete);
    try {
      put("pods", "first", 0, "1");
      overwrite(500, new byte[10]);
      release.countDown();

      var expired = assertInstanceOf(StoreException.Expired.class, ended.get(30, TimeUnit.SECONDS));
      assertTrue(expired.oldestRevision() > seen.getLast());
      assertEquals(seen.stream().sorted().distinct().toList(), seen);
    } finally {
      release.countDown();
      slow.close();
    }
  }

  private long overwrite(int times, byte[] value) throws Exception {
    long revision = 0;
    try (Follower pace = Follower.of(store, store.latestRevision())) {
      for (int i = 0; i < times; i++) {
        revision = store.write(new Write.Put(key("pods", "hot"), revision, "u", value));
        pace.awaitRevision(revision);
      }
    }
    return revision;
  }
}
