package io.mkube.store.window;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The place in the window of a follower that never blocks. Whoever publishes delivers, too, unless
 * somebody is at it already, who then also delivers what was published meanwhile.
 */
final class PromptDelivery implements ObjectStore.Subscription {
  private static final int BATCH = 64;

  private final ChangeWindow window;
  private final PromptFollower follower;

  /** Held by the one who delivers. */
  private final ReentrantLock turn = new ReentrantLock();

  private final @Nullable Change[] batch = new Change[BATCH];
  private long position;
  private long delivered;
  private boolean over;
  private volatile boolean asked;
  private volatile boolean unsettled;
  private volatile boolean stopped;

  PromptDelivery(ChangeWindow window, long afterRevision, long position, PromptFollower follower) {
    this.window = window;
    this.delivered = afterRevision;
    this.position = position;
    this.follower = follower;
  }

  /** Delivers what the follower has missed so far, not on the thread that asked for it. */
  void start() {
    Thread.ofVirtual()
        .name("store-follower")
        .start(
            () -> {
              deliver();
              settle();
            });
  }

  /** Hands over everything that is published, unless somebody is at it. */
  void deliver() {
    asked = true;
    while (asked && turn.tryLock()) {
      try {
        asked = false;
        drain();
      } finally {
        turn.unlock();
      }
    }
  }

  /** Tells the follower that it was handed changes, if it was. */
  void settle() {
    if (unsettled) {
      unsettled = false;
      try {
        follower.settled();
      } catch (RuntimeException | Error e) {
        turn.lock();
        try {
          end(new StoreException.Unavailable("the follower failed: " + e, e));
        } finally {
          turn.unlock();
        }
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    window.forget(this);
    finish();
  }

  /** Returns after the last call of the follower, unless the follower is the caller. */
  void finish() {
    if (!turn.isHeldByCurrentThread()) {
      turn.lock();
      try {
        drain();
      } finally {
        turn.unlock();
      }
    }
  }

  private void drain() {
    try {
      for (int count = take(); count > 0; count = take()) {
        hand(count);
      }
    } catch (StoreException e) {
      end(e);
    }
  }

  private int take() throws StoreException {
    return over || stopped ? 0 : window.poll(position, delivered, batch);
  }

  private void end(StoreException cause) {
    window.forget(this);
    if (!over && !stopped) {
      over = true;
      follower.ended(cause);
    }
  }

  private void hand(int count) throws StoreException {
    for (int i = 0; i < count && !stopped; i++) {
      Change change = batch[i];
      position++;
      if (change != null && change.revision() > delivered) {
        hand(change);
      }
    }
    Arrays.fill(batch, 0, count, null);
  }

  private void hand(Change change) throws StoreException {
    try {
      follower.changed(change);
    } catch (RuntimeException | Error e) {
      throw new StoreException.Unavailable(
          "the follower failed on revision " + change.revision() + " (" + change.key() + "): " + e,
          e);
    }
    delivered = change.revision();
    unsettled = true;
  }
}
