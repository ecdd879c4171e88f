package io.mkube.store.embedded;

import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.mkube.store.gathering.Gathering;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The writes that wait for the committer: a stack that many callers push to and one thread takes
 * whole, so that everything which came in during one commit forms the next.
 */
final class WriteQueue {
  /** On top of the stack for good once nothing is accepted any more. */
  private static final PendingWrite SEALED =
      new PendingWrite(
          new Write.Put(new StoreKey("", "sealed", "", "sealed"), 0, "", new byte[0]),
          new byte[0],
          new byte[0]);

  private final AtomicReference<@Nullable PendingWrite> newest = new AtomicReference<>();
  private final Gathering gathering = new Gathering();
  private volatile @Nullable Thread consumer;
  private volatile boolean closing;

  /** Adds a write; false if the queue is sealed. */
  boolean add(PendingWrite write) {
    PendingWrite before;
    do {
      before = newest.get();
      if (before == SEALED) {
        return false;
      }
      write.setNext(before);
    } while (!newest.compareAndSet(before, write));
    if (before == null) {
      LockSupport.unpark(consumer);
    }
    return true;
  }

  /**
   * Waits for writes and takes all, linked from the oldest to the newest; null when the queue is
   * sealed and empty. For one thread only.
   */
  @Nullable PendingWrite take() {
    consumer = Thread.currentThread();
    while (!closing) {
      PendingWrite top = newest.get();
      if (top == SEALED) {
        return null;
      }
      if (top != null) {
        gathering.await(newest);
        PendingWrite first = oldestFirst(newest.getAndSet(null));
        gathering.took(first != null && first.next() != null);
        return first;
      }
      LockSupport.park(this);
    }
    return seal();
  }

  /** Accepts nothing more and returns what was waiting. For the taking thread only. */
  @Nullable PendingWrite seal() {
    return oldestFirst(newest.getAndSet(SEALED));
  }

  /** Makes the taking thread seal the queue after what it is at. */
  void close() {
    closing = true;
    LockSupport.unpark(consumer);
  }

  private static @Nullable PendingWrite oldestFirst(@Nullable PendingWrite top) {
    if (top == SEALED) {
      return null;
    }
    PendingWrite reversed = null;
    PendingWrite rest = top;
    while (rest != null) {
      PendingWrite older = rest.next();
      rest.setNext(reversed);
      reversed = rest;
      rest = older;
    }
    return reversed;
  }
}
