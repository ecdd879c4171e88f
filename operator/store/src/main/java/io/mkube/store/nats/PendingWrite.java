package io.mkube.store.nats;

import io.mkube.store.Write;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A write that is under way. Its caller waits for what the server or the stream says of it. */
final class PendingWrite {
  private final Thread caller = Thread.currentThread();
  private final Write write;
  private final long number;
  private final byte[] body;
  private volatile @Nullable Reply reply;
  private volatile long seen;

  /** What came of one attempt. */
  sealed interface Reply {
    /**
     * It is stored.
     *
     * @param sequence its sequence, the write's revision
     */
    record Stored(long sequence) implements Reply {}

    /**
     * Another message was the subject's last.
     *
     * @param sequence sequence of that one, 0 if there is none
     */
    record WrongLast(long sequence) implements Reply {}

    /**
     * It is not stored.
     *
     * @param code error code of the server, 0 if nobody took it
     * @param reason what the server says
     */
    record Refused(int code, String reason) implements Reply {}

    /** The connection was lost before the server answered. */
    record Lost() implements Reply {}
  }

  PendingWrite(Write write, long number, byte[] body) {
    this.write = write;
    this.number = number;
    this.body = body;
  }

  Write write() {
    return write;
  }

  long number() {
    return number;
  }

  byte[] body() {
    return body;
  }

  /** Its sequence, once it came back in the stream; 0 before. */
  long seen() {
    return seen;
  }

  /** Notes that it came back in the stream. */
  void seenAt(long sequence) {
    seen = sequence;
    LockSupport.unpark(caller);
  }

  /** Notes what came of an attempt. A loss never takes the place of an answer. */
  void answer(Reply what) {
    if (what instanceof Reply.Lost && reply != null) {
      return;
    }
    reply = what;
    LockSupport.unpark(caller);
  }

  /** Forgets the last reply, before another attempt. */
  void again() {
    reply = null;
  }

  /**
   * Waits for a reply, or for the write to come back in the stream.
   *
   * @return null if there is none in time
   */
  @Nullable Reply await(long patienceNanos) {
    long deadline = System.nanoTime() + patienceNanos;
    boolean interrupted = false;
    try {
      while (true) {
        if (seen != 0) {
          return new Reply.Stored(seen);
        }
        Reply now = reply;
        long left = deadline - System.nanoTime();
        if (now != null || left <= 0) {
          return now;
        }
        LockSupport.parkNanos(this, left);
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        caller.interrupt();
      }
    }
  }
}
