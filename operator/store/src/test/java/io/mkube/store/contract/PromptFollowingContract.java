package io.mkube.store.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store promises to followers that never block. */
abstract class PromptFollowingContract extends StoreContract {
  PromptFollowingContract(Opener opener) {
    super(opener);
  }

  @Test
  void deliversInOrderAndTellsOthersWhileManyWrite() throws Exception {
    int callers = 32;
    int rounds = 20;
    try (Follower follower = Follower.promptly(store, store.latestRevision())) {
      inParallel(
          callers,
          caller -> {
            long revision = 0;
            for (int i = 0; i < rounds; i++) {
              revision = put("pods", "p" + caller, revision, "v" + i);
            }
            return revision;
          });

      long latest = store.latestRevision();
      List<Change> changes = follower.awaitRevision(latest);
      assertEquals(callers * rounds, changes.size());
      long last = 0;
      for (Change change : changes) {
        assertTrue(change.revision() > last, "out of order: " + change.revision());
        last = change.revision();
      }
      await().until(() -> follower.told() == latest);
    }
  }

  @Test
  void deliversWhatWasWrittenBefore() throws Exception {
    long start = store.latestRevision();
    put("pods", "a", 0, "1");
    long written = put("pods", "b", 0, "1");
    try (Follower follower = Follower.promptly(store, start)) {
      assertEquals(2, follower.awaitRevision(written).size());
      await().until(() -> follower.told() == written);
    }
  }

  @Test
  void endsADeliveryWhoseFollowerThrowsAndTakesTheWrite() throws Exception {
    CompletableFuture<StoreException> changing = new CompletableFuture<>();
    CompletableFuture<StoreException> telling = new CompletableFuture<>();
    long start = store.latestRevision();
    try (ObjectStore.Subscription first = store.follow(start, new Failing(true, changing));
        ObjectStore.Subscription second = store.follow(start, new Failing(false, telling))) {
      long written = put("pods", "a", 0, "1");

      assertInstanceOf(
          StoreException.Unavailable.class, changing.get(30, TimeUnit.SECONDS), first::toString);
      assertInstanceOf(
          StoreException.Unavailable.class, telling.get(30, TimeUnit.SECONDS), second::toString);
      put("pods", "a", written, "2");
    }
  }

  @Test
  void endsWithTheStore() throws Exception {
    Follower follower = Follower.promptly(store, store.latestRevision());
    store.close();
    assertInstanceOf(StoreException.Unavailable.class, follower.awaitEnd());
  }

  /** Throws when it is handed a change, or when it is to tell others. */
  private record Failing(boolean atOnce, CompletableFuture<StoreException> reason)
      implements PromptFollower {
    @Override
    public void changed(Change change) {
      if (atOnce) {
        throw new IllegalStateException("no room for " + change.key());
      }
    }

    @Override
    public void settled() {
      throw new IllegalStateException("nobody to tell");
    }

    @Override
    public void ended(StoreException cause) {
      reason.complete(cause);
    }
  }
}
