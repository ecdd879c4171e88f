package io.mkube.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.ObjectStore.Snapshot;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every store promises to those who follow its changes. */
abstract class FollowingContract extends StoreContract {
  FollowingContract(Opener opener) {
    super(opener);
  }

  @Test
  void deliversEveryLaterChangeInOrderFromEveryRevision() throws Exception {
    List<Long> revisions = new ArrayList<>(List.of(store.latestRevision()));
    for (int i = 0; i < 40; i++) {
      long created = put("pods", "p" + i, 0, "created");
      long replaced = put("pods", "p" + i, created, "replaced");
      revisions.addAll(List.of(created, replaced));
      if (i % 2 == 0) {
        revisions.add(delete("pods", "p" + i, replaced, "deleted"));
      }
    }
    long latest = revisions.getLast();

    for (int i = 0; i < revisions.size() - 1; i++) {
      try (Follower follower = Follower.of(store, revisions.get(i))) {
        List<Change> changes = follower.awaitRevision(latest);
        assertEquals(
            revisions.subList(i + 1, revisions.size()),
            changes.stream().map(Change::revision).toList());
      }
    }
  }

  @Test
  void linksEveryChangeToTheOneBeforeOnItsKey() throws Exception {
    long created = put("pods", "a", 0, "1");
    put("pods", "b", 0, "1");
    long replaced = put("pods", "a", created, "2");
    delete("pods", "a", replaced, "2");

    try (Follower follower = Follower.of(store, ObjectStore.FIRST_REVISION - 1)) {
      List<Change> changes = follower.await(4);
      assertEquals(
          List.of(0L, 0L, created, replaced),
          changes.stream().map(Change::previousRevision).toList());
    }
  }

  @Test
  void deliversWhatIsWrittenAfterwardsToEveryFollower() throws Exception {
    long start = put("pods", "a", 0, "1");
    try (Follower one = Follower.of(store, start);
        Follower two = Follower.of(store, start)) {
      long latest = put("pods", "a", start, "2");

      for (Follower follower : List.of(one, two)) {
        Change change = follower.await(1).getFirst();
        assertEquals(latest, change.revision());
        assertEquals(key("pods", "a"), change.key());
        assertEquals("2", text(change.value()));
      }
    }
  }

  @Test
  void hasNoGapWhileManyWrite() throws Exception {
    int callers = 32;
    int rounds = 20;
    try (Follower early = Follower.of(store, store.latestRevision())) {
      AtomicReference<Follower> late = new AtomicReference<>();
      inParallel(
          callers,
          caller -> {
            long revision = 0;
            for (int i = 0; i < rounds; i++) {
              revision = put("pods", "p" + caller, revision, "v" + i);
            }
            if (caller == 0) {
              late.set(Follower.of(store, ObjectStore.FIRST_REVISION - 1));
            }
            return revision;
          });

      long latest = store.latestRevision();
      requireGapless(early.awaitRevision(latest), callers * rounds);
      try (Follower follower = late.get()) {
        requireGapless(follower.awaitRevision(latest), callers * rounds);
      }
    }
  }

  private void requireGapless(List<Change> changes, int count) {
    assertEquals(count, changes.size());
    Map<StoreKey, Long> view = new HashMap<>();
    long last = 0;
    for (Change change : changes) {
      assertTrue(change.revision() > last, "out of order: " + change.revision());
      last = change.revision();
      assertEquals(view.getOrDefault(change.key(), 0L), change.previousRevision());
      view.put(change.key(), change.revision());
    }
  }

  @Test
  void joinsASnapshotWithoutGapOrOverlap() throws Exception {
    long created = put("pods", "a", 0, "1");
    Snapshot snapshot = store.snapshot();
    long replaced = put("pods", "a", created, "2");

    try (Follower follower = Follower.of(store, snapshot.revision())) {
      List<Change> changes = follower.awaitRevision(replaced);
      assertEquals(List.of(replaced), changes.stream().map(Change::revision).toList());
    }
  }

  @Test
  void deliversOnlyWhatIsAfterARevisionOfTheFuture() throws Exception {
    long created = put("pods", "a", 0, "1");
    long future = created + 2;
    try (Follower follower = Follower.of(store, future)) {
      long last = created;
      for (int i = 0; i < 5; i++) {
        last = put("pods", "a", last, "v" + i);
      }

      List<Change> changes = follower.awaitRevision(last);
      assertTrue(changes.stream().allMatch(change -> change.revision() > future));
      assertTrue(changes.size() >= 3);
    }
  }

  @Test
  void deliversNothingAfterTheSubscriptionIsClosed() throws Exception {
    Follower follower = Follower.of(store, store.latestRevision());
    put("pods", "a", 0, "1");
    follower.await(1);

    follower.close();
    follower.close();
    try (Follower other = Follower.of(store, store.latestRevision())) {
      put("pods", "b", 0, "1");
      other.await(1);
    }

    assertEquals(1, follower.seen().size());
  }

  @Test
  void lastsUntilTheListenerReturnsWhenClosed() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ObjectStore.Subscription subscription =
        store.follow(
            store.latestRevision(),
            change -> {
              entered.countDown();
              awaitUninterruptibly(release);
            },
            ended -> {});
    put("pods", "a", 0, "1");
    entered.await();

    Thread closing = Thread.ofVirtual().start(subscription::close);
    assertFalse(closing.join(Duration.ofMillis(50)));
    release.countDown();

    assertTrue(closing.join(Duration.ofSeconds(30)));
  }

  @Test
  void canBeClosedByItsListener() throws Exception {
    AtomicReference<ObjectStore.Subscription> self = new AtomicReference<>();
    CountDownLatch assigned = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    self.set(
        store.follow(
            store.latestRevision(),
            change -> {
              awaitUninterruptibly(assigned);
              self.get().close();
              closed.countDown();
            },
            ended -> {}));
    assigned.countDown();

    put("pods", "a", 0, "1");

    assertTrue(closed.await(30, TimeUnit.SECONDS));
  }

  @Test
  void endsADeliveryWhoseListenerThrows() throws Exception {
    AtomicReference<StoreException> reason = new AtomicReference<>();
    CountDownLatch ended = new CountDownLatch(1);
    try (ObjectStore.Subscription failing =
        store.follow(
            store.latestRevision(),
            change -> {
              throw new IllegalStateException("no room for " + change.key());
            },
            why -> {
              reason.set(why);
              ended.countDown();
            })) {
      put("pods", "a", 0, "1");

      assertTrue(ended.await(30, TimeUnit.SECONDS), failing::toString);
      assertInstanceOf(StoreException.Unavailable.class, reason.get());
      assertInstanceOf(IllegalStateException.class, reason.get().getCause());
    }
    put("pods", "b", 0, "1");
  }
}
