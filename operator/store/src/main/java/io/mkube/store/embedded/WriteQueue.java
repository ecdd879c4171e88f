package io.mkube.store.embedded;

import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The writes that wait for the committer: a stack that many callers push to and one thread takes
 * whole, so that everything which came in during one commit forms the next.
 */
final class WriteQueue {
  /** What a write waits for others at most, where each of them yields to still more. */
  private static final long LONGEST_GATHERING_NANOS = 2_000_000;

  /** On top of the stack for good once nothing is accepted any more. */
  private static final PendingWrite SEALED =
      new PendingWrite(
          new Write.Put(new StoreKey("", "sealed", "", "sealed"), 0, "", new byte[0]),
          new byte[0],
          new byte[0]);

  private final AtomicReference<@Nullable PendingWrite> newest = new AtomicReference<>();
  private volatile @Nullable Thread consumer;
  private volatile boolean closing;

  /** Whether several writes came together the last time; for the taking thread only. */
  private boolean crowd;

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
        return oldestFirst(gathered(top));
      }
      LockSupport.park(this);
    }
    return seal();
  }

  /**
   * Takes all. While many write, others that are ready to run go first, as long as they bring more:
   * with all processors busy that makes a force for some fifty writes instead of one for eight, and
   * with a processor to spare it costs a system call.
   */
  @SuppressWarnings("ThreadPriorityCheck") // a scheduler that ignores it costs speed only
  private @Nullable PendingWrite gathered(PendingWrite top) {
    PendingWrite seen = top;
    long start = crowd ? System.nanoTime() : 0;
    while (crowd && System.nanoTime() - start < LONGEST_GATHERING_NANOS) {
      Thread.yield();
      PendingWrite now = newest.get();
      if (now == seen) {
        break;
      }
      seen = now;
    }
    PendingWrite all = newest.getAndSet(null);
    crowd = all != null && all.next() != null;
    return all;
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
