package io.mkube.store.nats;

import io.mkube.store.Write;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A write that is under way. Its caller waits for what the server or the stream says of it. */
final class PendingWrite {
  /** What is stored comes back much sooner while the stream is followed. */
  private static final long COMES_BACK_NANOS = 250_000_000;

  /** Longer than nearly every write takes. */
  private static final long LONG_NANOS = 50_000_000;

  private final Thread caller = Thread.currentThread();
  private final Write write;
  private final long number;
  private final byte[] body;
  private volatile List<PendingWrite> before = List.of();
  private volatile @Nullable Reply reply;
  private volatile long seen;
  private volatile long waitingSince = System.nanoTime();

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

    /**
     * This attempt reached nobody.
     *
     * @param cause what the client says
     */
    record Unsent(RuntimeException cause) implements Reply {}
  }

  PendingWrite(Write write, long number, byte[] body) {
    this.write = write;
    this.number = number;
    this.body = body;
  }

  /** Writes that are stored right before this one, or not at all; its answer is theirs. */
  List<PendingWrite> before() {
    return before;
  }

  void setBefore(List<PendingWrite> others) {
    before = others;
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

  /** Notes that it came back in the stream; {@link #wake} tells its caller. */
  void seenAt(long sequence) {
    seen = sequence;
  }

  /** Tells the caller to look at what was noted. */
  void wake() {
    LockSupport.unpark(caller);
  }

  /**
   * Notes what came of an attempt. A loss never takes the place of an answer. Nobody is woken to
   * hear that it is stored: the stream says so in a moment, and only then can it be read.
   */
  void answer(Reply what) {
    if (!(what instanceof Reply.Lost && reply != null)) {
      reply = what;
    }
    if (!(what instanceof Reply.Stored)) {
      wake();
    }
  }

  /** Forgets the last reply, before another attempt. */
  void again() {
    reply = null;
    waitingSince = System.nanoTime();
  }

  /**
   * Lets a caller who waits long look at the time. Waiting with a limit of its own would wake the
   * timer of virtual threads twice for each write, although next to none meets its limit.
   *
   * @param now as {@link System#nanoTime} tells it
   */
  void remind(long now) {
    if (now - waitingSince > LONG_NANOS) {
      wake();
    }
  }

  /**
   * Waits for the write to come back in the stream, or for a reply that says that it will not. One
   * that is stored but does not come back is not waited for long: the stream is read anew. The time
   * is kept as exactly as {@link #remind} is called.
   *
   * @return null if there is none in time
   */
  @Nullable Reply await(long patienceNanos) {
    boolean interrupted = false;
    try {
      while (true) {
        if (seen != 0) {
          return new Reply.Stored(seen);
        }
        Reply now = reply;
        long waited = System.nanoTime() - waitingSince;
        boolean mayComeBack = now instanceof Reply.Stored && waited < COMES_BACK_NANOS;
        if (waited >= patienceNanos || (now != null && !mayComeBack)) {
          return now;
        }
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        caller.interrupt();
      }
    }
  }
}
