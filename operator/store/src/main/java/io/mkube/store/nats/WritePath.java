package io.mkube.store.nats;

import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.mkube.store.nats.PendingWrite.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One write from its expectation to its outcome. Usually that is one message and its
 * acknowledgement. Every message expects a sequence, so one whose acknowledgement was lost is sent
 * again: it cannot be stored twice, and if the first one was stored, it comes back in the stream.
 */
final class WritePath implements AutoCloseable {
  /** How long the server may take to answer before the message is sent again. */
  static final Duration ACKNOWLEDGED = Duration.ofSeconds(4);

  /** How long a write may take before its outcome counts as unknown. */
  static final Duration DECIDED = Duration.ofSeconds(12);

  static final Duration RETRY = Duration.ofMillis(100);

  /** What was written comes back much sooner. */
  private static final Duration SHORTLY = Duration.ofMillis(100);

  /** Headers and protocol of a message, generously. */
  private static final int HEADERS = 256;

  /** A server ends connections whose protocol lines exceed 4096 bytes. */
  private static final int LONGEST_SUBJECT = 3500;

  private static final int MESSAGE_TOO_LARGE = 10054;

  /** The server's own limits, which no deletion in this bucket may be able to change. */
  static final Set<Integer> EXHAUSTED = Set.of(10023, 10047);

  /** Its code is shared with other failures of the stream's files. */
  static final String NO_ROOM = "maximum bytes exceeded";

  private final NatsConnected parts;
  private final NatsLink link;
  private final Bucket bucket;
  private final View view;
  private final Publisher publisher;
  private final Feed feed;
  private final Room room;
  private final Trimmer trimmer;
  private final String place;

  /** The server takes 50 at a time and does one after the other. */
  private final Semaphore together = new Semaphore(4, true);

  private final AtomicInteger underWay = new AtomicInteger();
  private final CountDownLatch idle = new CountDownLatch(1);
  private volatile boolean closing;

  WritePath(NatsConnected parts, Feed feed, Trimmer trimmer) {
    this.parts = parts;
    this.link = parts.link();
    this.bucket = parts.bucket();
    this.view = parts.view();
    this.publisher = parts.publisher();
    this.place = parts.place();
    this.feed = feed;
    this.room = parts.room();
    this.trimmer = trimmer;
  }

  /** As {@link io.mkube.store.ObjectStore#write} describes it. */
  long write(Write write) throws StoreException {
    underWay.incrementAndGet();
    boolean interrupted = Thread.interrupted();
    try {
      requireTaken(write instanceof Write.Put);
      return new Attempt(write).run();
    } catch (InterruptedException e) {
      interrupted = true;
      throw new StoreException.Unavailable("interrupted; " + UNKNOWN, e);
    } finally {
      leave(interrupted);
    }
  }

  /** As {@link io.mkube.store.ObjectStore#writeTogether} describes it. */
  long writeTogether(List<Write> writes) throws StoreException {
    underWay.incrementAndGet();
    boolean interrupted = Thread.interrupted();
    try {
      requireTaken(writes.stream().anyMatch(Write.Put.class::isInstance));
      together.acquire();
      try {
        return new Together(parts, feed, trimmer, writes).run();
      } finally {
        together.release();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      throw new StoreException.Unavailable("interrupted; " + UNKNOWN, e);
    } finally {
      leave(interrupted);
    }
  }

  private void requireTaken(boolean takesRoom) throws StoreException.Unavailable {
    if (closing) {
      throw new StoreException.Unavailable(place + ": the store is closed; " + NOT_WRITTEN);
    }
    String problem = feed.problem();
    if (problem != null) {
      throw new StoreException.Unavailable(place + ": " + problem + "; " + NOT_WRITTEN);
    }
    String full = takesRoom ? room.full() : null;
    if (full != null) {
      throw new StoreException.Unavailable(place + ": " + full + "; " + NOT_WRITTEN);
    }
  }

  private void leave(boolean interrupted) {
    if (underWay.decrementAndGet() == 0 && closing) {
      idle.countDown();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static void requireFits(Write write, String subject) throws StoreException.TooLarge {
    if (subject.length() > LONGEST_SUBJECT) {
      throw new StoreException.TooLarge(
          write.key(), subject.length(), LONGEST_SUBJECT, "length of the key in NATS");
    }
  }

  static void requireFits(Write write, int body, NatsLink link) throws StoreException.TooLarge {
    long most = link.connection().getMaxPayload();
    if (body + HEADERS > most) {
      throw new StoreException.TooLarge(
          write.key(), body + HEADERS, most, "max_payload of the NATS server");
    }
  }

  static final String NOT_WRITTEN = "the write did not happen";
  static final String UNKNOWN = "the outcome of the write is unknown";

  /** Waits for the writes that are under way; no others are taken. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = Thread.interrupted();
    try {
      if (underWay.get() > 0 && !idle.await(DECIDED.toSeconds(), TimeUnit.SECONDS)) {
        publisher.close();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Attempt {
    private final Write write;
    private final String subject;
    private final long deadline = System.nanoTime() + DECIDED.toNanos();

    private final long loads = view.loads();

    /** Whether a message was sent of which nothing was heard. */
    private boolean unheard;

    Attempt(Write write) throws StoreException.TooLarge {
      this.write = write;
      this.subject = bucket.subjects().of(write.key());
      requireFits(write, subject);
    }

    long run() throws StoreException, InterruptedException {
      long expected = expected();
      PendingWrite pending = publisher.prepare(write);
      try {
        requireFits(write, pending.body().length, link);
        return send(pending, expected);
      } finally {
        publisher.forget(pending);
      }
    }

    private long send(PendingWrite pending, long first)
        throws StoreException, InterruptedException {
      long expected = first;
      while (true) {
        pending.again();
        requireConnectionOrTried();
        publisher.send(pending, subject, expected);
        long patience = Math.min(ACKNOWLEDGED.toNanos(), deadline - System.nanoTime());
        switch (pending.await(patience)) {
          case Reply.Stored stored -> {
            if (expected > 0) {
              trimmer.replaced(write.key(), expected);
            }
            return stored.sequence();
          }
          case Reply.WrongLast last -> {
            awaitSeen(last.sequence());
            if (pending.seen() != 0) {
              return pending.seen();
            }
            requireAllSeen();
            expected = expectedAfter(last.sequence(), expected);
          }
          case Reply.Refused refused -> refused(refused);
          case Reply.Lost lost -> awaitConnection();
          case Reply.Unsent(RuntimeException cause) -> unsent(cause);
          case null -> awaitConnection();
        }
      }
    }

    /** Without a connection nothing is sent, unless it may be stored by now. */
    private void requireConnectionOrTried() throws StoreException, InterruptedException {
      if (!link.connected()) {
        if (!unheard) {
          throw new StoreException.Unavailable(notConnected());
        }
        awaitConnection();
      }
    }

    private void unsent(RuntimeException cause) throws StoreException, InterruptedException {
      if (!unheard) {
        throw new StoreException.Unavailable(notConnected(), cause);
      }
      awaitConnection();
    }

    private String notConnected() {
      return place + " is not connected; " + NOT_WRITTEN;
    }

    private void awaitConnection() throws StoreException, InterruptedException {
      unheard = true;
      long left = deadline - System.nanoTime();
      if (left <= 0 || !link.awaitConnected(Duration.ofNanos(left))) {
        throw new StoreException.Unavailable(place + " does not answer; " + UNKNOWN);
      }
    }

    /** After a load, a message that was stored and replaced may never have been seen. */
    private void requireAllSeen() throws StoreException {
      if (unheard && view.loads() != loads) {
        throw new StoreException.Unavailable(place + " was loaded anew; " + UNKNOWN);
      }
    }

    private void refused(Reply.Refused refused) throws StoreException, InterruptedException {
      if (refused.code() == 0 && unheard && System.nanoTime() - deadline < 0) {
        // the server is back, but its streams are not yet
        Thread.sleep(RETRY);
        return;
      }
      if (refused.reason().equals(NO_ROOM)) {
        trimmer.makeRoom();
        if (write instanceof Write.Delete
            && deadline - System.nanoTime() > ACKNOWLEDGED.toNanos()) {
          // what is removed meanwhile makes room for it
          Thread.sleep(RETRY);
          return;
        }
      }
      if (EXHAUSTED.contains(refused.code())) {
        room.exhausted(refused.reason());
        trimmer.makeRoom();
        throw new StoreException.Unavailable(
            place + ": " + room.exhausted() + "; " + (unheard ? UNKNOWN : NOT_WRITTEN));
      }
      if (refused.code() == MESSAGE_TOO_LARGE) {
        throw new StoreException.TooLarge(
            write.key(), write.value().length, 0, "max_msg_size of the stream");
      }
      throw new StoreException.Unavailable(
          place + " refuses: " + refused.reason() + "; " + (unheard ? UNKNOWN : NOT_WRITTEN));
    }

    /** The sequence that the subject's last message must have. */
    private long expected() throws StoreException, InterruptedException {
      return write.expectedRevision() == 0 ? expectedOfNew() : expectedOfLive();
    }

    private long expectedOfNew() throws StoreException, InterruptedException {
      if (view.get(write.key()) instanceof View.Live) {
        // another server may have deleted it just now
        awaitSeen(lastSequence());
      }
      return switch (view.get(write.key())) {
        case View.Live live -> throw conflict(live.sequence());
        case View.Dead dead -> dead.sequence();
        case null -> 0;
      };
    }

    private long expectedOfLive() throws StoreException, InterruptedException {
      long revision = write.expectedRevision();
      // it may be a deletion that has not come yet, which the server would take for a value
      if (!view.await(revision, SHORTLY)) {
        awaitSeen(Math.min(revision, lastSequence()));
      }
      long live = view.get(write.key()) instanceof View.Live found ? found.sequence() : 0;
      if (live != revision) {
        throw conflict(live);
      }
      return revision;
    }

    private long lastSequence() throws StoreException.Unavailable {
      try {
        return bucket.lastSequence();
      } catch (StoreException.Unavailable e) {
        throw new StoreException.Unavailable(
            place + ": " + e.getMessage() + "; " + (unheard ? UNKNOWN : NOT_WRITTEN), e);
      }
    }

    /** What to expect after the server said that another message was the last. */
    private long expectedAfter(long last, long before) throws StoreException {
      View.Entry entry = view.get(write.key());
      if (entry instanceof View.Live live) {
        if (live.sequence() == before) {
          throw new StoreException.Unavailable(
              place
                  + " says that message "
                  + last
                  + " is the last of "
                  + subject
                  + ", but "
                  + before
                  + " was seen; "
                  + (unheard ? UNKNOWN : NOT_WRITTEN));
        }
        throw conflict(live.sequence());
      }
      if (write.expectedRevision() != 0) {
        throw conflict(0);
      }
      if (last < 0 || last == before) {
        throw new StoreException.Unavailable(
            place + " does not tell the last message of " + subject + "; " + NOT_WRITTEN);
      }
      return last;
    }

    private void awaitSeen(long sequence) throws StoreException, InterruptedException {
      if (!feed.await(sequence, Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)))) {
        throw new StoreException.Unavailable(
            place
                + ": message "
                + sequence
                + " does not come, at "
                + view.sequence()
                + "; "
                + (unheard ? UNKNOWN : NOT_WRITTEN));
      }
    }

    private StoreException.Conflict conflict(long actual) {
      StoreKey key = write.key();
      return new StoreException.Conflict(key, write.expectedRevision(), actual);
    }
  }
}
