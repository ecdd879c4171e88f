package io.mkube.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Collects what a subscription delivers, for tests to wait on. */
public final class Follower implements Consumer<Change>, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final List<Change> changes = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private ObjectStore.@Nullable Subscription subscription;
  private volatile @Nullable StoreException reason;
  private volatile long told;

  /** Follows the store after a revision. */
  public static Follower of(ObjectStore store, long afterRevision) throws StoreException {
    Follower follower = new Follower();
    follower.subscription = store.follow(afterRevision, follower, follower::ended);
    return follower;
  }

  /** Follows the store after a revision as one who never blocks. */
  public static Follower promptly(ObjectStore store, long afterRevision) throws StoreException {
    Follower follower = new Follower();
    follower.subscription =
        store.follow(
            afterRevision,
            new PromptFollower() {
              private long arrived;

              @Override
              public synchronized void changed(Change change) {
                arrived = change.revision();
                follower.accept(change);
              }

              @Override
              public synchronized void settled() {
                follower.told = Math.max(follower.told, arrived);
              }

              @Override
              public void ended(StoreException cause) {
                follower.ended(cause);
              }
            });
    return follower;
  }

  /** The newest revision of which others were told. */
  public long told() {
    return told;
  }

  @Override
  public void accept(Change change) {
    synchronized (changes) {
      changes.add(change);
      changes.notifyAll();
    }
  }

  private void ended(StoreException why) {
    reason = why;
    end.countDown();
  }

  /** Waits until so many changes were delivered and returns all that were. */
  public List<Change> await(int count) throws InterruptedException {
    return await(seen -> seen.size() >= count);
  }

  /** Waits until a change of this revision or a later one was delivered. */
  public List<Change> awaitRevision(long revision) throws InterruptedException {
    return await(seen -> !seen.isEmpty() && seen.getLast().revision() >= revision);
  }

  /** Waits for the store to end the delivery. */
  public StoreException awaitEnd() throws InterruptedException {
    if (!end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the delivery was not ended");
    }
    StoreException why = reason;
    if (why == null) {
      throw new AssertionError("ended without a reason");
    }
    return why;
  }

  /** What was delivered until now. */
  public List<Change> seen() {
    synchronized (changes) {
      return List.copyOf(changes);
    }
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
  }

  private List<Change> await(Predicate<List<Change>> enough) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (changes) {
      while (!enough.test(changes)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("only " + changes.size() + " changes were delivered");
        }
        changes.wait(left);
      }
      return List.copyOf(changes);
    }
  }
}
