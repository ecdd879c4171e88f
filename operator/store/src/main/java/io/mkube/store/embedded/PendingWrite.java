package io.mkube.store.embedded;

import io.mkube.store.StoreException;
import io.mkube.store.Write;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A write whose caller waits for the committer. Encoded by the caller, so that callers share it.
 */
final class PendingWrite {
  private final Thread caller = Thread.currentThread();
  private final Write write;
  private final byte[] name;
  private final byte[] stored;

  /** The write before this one while in the queue, the one after it once taken. */
  private @Nullable PendingWrite next;

  /** The one that is done with this one or not at all; only the first of them is in the queue. */
  private @Nullable PendingWrite together;

  private long revision;
  private long conflictingRevision = -1;
  private Write conflicting;
  private @Nullable Failure failure;
  private volatile boolean done;

  private record Failure(String why, Throwable cause) {}

  PendingWrite(Write write, byte[] name, byte[] stored) {
    this.write = write;
    this.name = name;
    this.stored = stored;
    this.conflicting = write;
  }

  Write write() {
    return write;
  }

  byte[] name() {
    return name;
  }

  byte[] stored() {
    return stored;
  }

  @Nullable PendingWrite next() {
    return next;
  }

  void setNext(@Nullable PendingWrite next) {
    this.next = next;
  }

  @Nullable PendingWrite together() {
    return together;
  }

  void setTogether(PendingWrite other) {
    together = other;
  }

  /** Notes the revision that the write, and the last one that is done with it, has. */
  void accept(long newRevision) {
    revision = newRevision;
  }

  /** Notes that the key of this write, or of one together with it, has another revision. */
  void conflict(Write which, long actualRevision) {
    conflicting = which;
    conflictingRevision = actualRevision;
  }

  /** Lets the caller go on with what was noted. */
  void complete() {
    done = true;
    LockSupport.unpark(caller);
  }

  /** Lets the caller go on with a failure. */
  void fail(String why, Throwable because) {
    failure = new Failure(why, because);
    complete();
  }

  /** Waits for the outcome; an interrupt is kept for later, since the write cannot be recalled. */
  long await() throws StoreException {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Failure failed = failure;
    if (failed != null) {
      throw new StoreException.Unavailable(failed.why(), failed.cause());
    }
    if (conflictingRevision >= 0) {
      throw new StoreException.Conflict(
          conflicting.key(), conflicting.expectedRevision(), conflictingRevision);
    }
    return revision;
  }
}
