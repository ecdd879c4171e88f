package io.mkube.store.window;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One follower's place in the window, and the virtual thread that calls its listener. */
final class Delivery implements ObjectStore.Subscription {
  private static final int BATCH = 64;

  private final ChangeWindow window;
  private final Consumer<Change> listener;
  private final Consumer<StoreException> ended;
  private final Thread thread;
  private long position;
  private long delivered;
  private volatile boolean stopped;

  Delivery(
      ChangeWindow window,
      long afterRevision,
      long position,
      Consumer<Change> listener,
      Consumer<StoreException> ended) {
    this.window = window;
    this.delivered = afterRevision;
    this.position = position;
    this.listener = listener;
    this.ended = ended;
    this.thread = Thread.ofVirtual().name("store-follower").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    stopped = true;
    window.wake();
    join();
  }

  /** Waits for the last call of the listener, unless the listener is the caller. */
  void join() {
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean stopped() {
    return stopped;
  }

  /** Number of the next change in the window; only the delivery's own thread asks. */
  long position() {
    return position;
  }

  /** The last revision that the follower knows. */
  long deliveredRevision() {
    return delivered;
  }

  private void run() {
    try {
      deliver();
    } catch (StoreException e) {
      if (!stopped) {
        ended.accept(e);
      }
    } finally {
      window.forget(this);
    }
  }

  private void deliver() throws StoreException {
    @Nullable Change[] batch = new Change[BATCH];
    int count = window.take(this, batch);
    while (count > 0) {
      for (int i = 0; i < count && !stopped; i++) {
        Change change = batch[i];
        position++;
        if (change != null && change.revision() > delivered) {
          hand(change);
        }
      }
      Arrays.fill(batch, 0, count, null);
      count = window.take(this, batch);
    }
  }

  private void hand(Change change) throws StoreException {
    try {
      listener.accept(change);
    } catch (RuntimeException | Error e) {
      throw new StoreException.Unavailable(
          "the follower failed on revision " + change.revision() + " (" + change.key() + "): " + e,
          e);
    }
    delivered = change.revision();
  }
}
