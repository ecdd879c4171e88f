package io.mkube.store.nats;

import io.mkube.store.StoreKey;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes messages that nobody needs any more: states that were replaced, and the markers of keys
 * that were deleted long ago. The bucket has no limit of its own for a key's messages, because
 * nats-server 2.9 may lose the newest ones over a restart when it enforces one.
 *
 * <p>Each store removes what its own writes replaced, so that several stores share the work without
 * knowing each other; what one left behind that ended is found by counting, once an hour. A removal
 * names a subject and the last sequence that goes, so it may be repeated by anybody at any time.
 *
 * <p>Time is counted by this process, from when it saw a message, so that clocks do not matter. The
 * stream's last message always stays: it tells those who come back where the stream was.
 */
final class Trimmer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trimmer.class);

  /** Longer than any server is cut off without having to load everything anew. */
  static final Duration KEPT = Duration.ofHours(1);

  /** Messages that may be replaced before the oldest goes, however young it is. */
  static final int RETAINED = 100_000;

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int TURNS_PER_MINUTE = 30;

  /** Replaced messages of other stores that are not looked for. */
  private static final int LEFT_BEHIND = 1_000;

  /** Beyond these, what was replaced is found by counting. */
  private static final int MOST_QUEUED = 10 * RETAINED;

  /**
   * Removing takes this part of the time: a removal costs nats-server 2.9 up to 6 ms of processor
   * time once there are 100,000 messages, which is as much as 200 writes.
   */
  private static final int SHARE = 20;

  /** The same once it falls behind. Still further behind it does not rest. */
  private static final int SHARE_BEHIND = 4;

  private static final long LONGEST_REST_NANOS = 250_000_000;

  private final NatsConnected parts;
  private final BooleanSupplier current;
  private final Duration kept;
  private final int retained;
  private final ConcurrentLinkedQueue<Replaced> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Deque<Seen> seen = new ArrayDeque<>();
  private final LongAdder removed = new LongAdder();
  private final Semaphore urgent = new Semaphore(0);

  /** One removal at a time. */
  private final ReentrantLock working = new ReentrantLock();

  private final Thread thread = Thread.ofVirtual().name("mkube-nats-trimmer").unstarted(this::run);
  private long counted;

  private record Replaced(StoreKey key, long sequence) {}

  private record Seen(long nanos, long sequence) {}

  /**
   * A trimmer that is not running yet.
   *
   * @param current whether the view follows the stream that is there now. What it knows of another
   *     one, or of one that has lost messages, says nothing about what may go
   * @param kept how long a replaced message stays
   * @param retained how many replaced messages stay
   */
  Trimmer(NatsConnected parts, BooleanSupplier current, Duration kept, int retained) {
    this.parts = parts;
    this.current = current;
    this.kept = kept;
    this.retained = retained;
  }

  void start() {
    counted = parts.view().sequence();
    thread.start();
  }

  /** A write of this store replaced a key's message. */
  void replaced(StoreKey key, long sequence) {
    if (queued.incrementAndGet() > MOST_QUEUED) {
      queued.decrementAndGet();
      return;
    }
    queue.add(new Replaced(key, sequence));
  }

  /** The server has no room: what can go has to go now. */
  void makeRoom() {
    if (parts.room().exhausted() == null) {
      parts.room().refused();
    }
    urgent.release();
  }

  private void run() {
    try {
      for (int turn = 1; ; turn++) {
        boolean wanted = urgent.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        urgent.drainPermits();
        if (parts.link().connected()) {
          turn(wanted, turn % TURNS_PER_MINUTE == 0);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(boolean wanted, boolean minute) throws InterruptedException {
    try {
      trim(floor());
      if (minute) {
        sweep(kept);
      }
      if (parts.room().exhausted() != null) {
        tryAgain();
      } else if (wanted || parts.room().bounded()) {
        measure();
      }
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      LOG.debug(
          "{}: what was replaced is removed at a later turn: {}", parts.place(), e.getMessage());
    }
  }

  /** Below it are messages that were seen long ago. */
  private long floor() {
    long now = System.nanoTime();
    long last = parts.view().sequence();
    seen.addLast(new Seen(now, last));
    long old = 0;
    while (!seen.isEmpty() && now - seen.getFirst().nanos() >= kept.toNanos()) {
      old = seen.removeFirst().sequence();
    }
    if (old > 0) {
      seen.addFirst(new Seen(now - kept.toNanos(), old));
    }
    if (old > counted) {
      counted = last;
      findReplaced(old);
    }
    return Math.max(old, last - retained);
  }

  /** Removes replaced messages below a sequence. */
  void trim(long floor) throws IOException, JetStreamApiException, InterruptedException {
    working.lockInterruptibly();
    Map<StoreKey, Long> due = new LinkedHashMap<>();
    try {
      Replaced head = queue.peek();
      while (head != null && head.sequence() < floor) {
        queue.poll();
        queued.decrementAndGet();
        due.merge(head.key(), head.sequence(), Math::max);
        head = queue.peek();
      }
      Iterator<Map.Entry<StoreKey, Long>> entries = due.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<StoreKey, Long> entry = entries.next();
        removeReplaced(entry.getKey(), entry.getValue());
        entries.remove();
      }
    } finally {
      due.forEach(this::replaced);
      working.unlock();
    }
  }

  private void removeReplaced(StoreKey key, long upTo)
      throws IOException, JetStreamApiException, InterruptedException {
    View.Entry last = parts.view().get(key);
    if (last != null) {
      long begun = System.nanoTime();
      removed.add(purge(key, Math.min(upTo, last.sequence() - 1)));
      rest(System.nanoTime() - begun);
    }
  }

  /** How many messages of keys that are still there were removed. */
  long removed() {
    return removed.sum();
  }

  private long purge(StoreKey key, long upTo) throws IOException, JetStreamApiException {
    if (!current.getAsBoolean()) {
      throw new IOException("the stream is not followed");
    }
    return parts.bucket().purge(parts.bucket().subjects().of(key), upTo);
  }

  private void rest(long worked) throws InterruptedException {
    int waiting = queued.get();
    if (waiting < 5 * retained && parts.room().full() == null) {
      int share = waiting < 2 * retained ? SHARE : SHARE_BEHIND;
      TimeUnit.NANOSECONDS.sleep(Math.min(worked * (share - 1), LONGEST_REST_NANOS));
    }
  }

  /** Removes the markers of keys that were seen deleted longer ago, and returns how many. */
  int sweep(Duration age) throws IOException, JetStreamApiException, InterruptedException {
    long before = System.nanoTime() - age.toNanos();
    int swept = 0;
    working.lockInterruptibly();
    try {
      for (Map.Entry<StoreKey, View.Entry> entry : parts.view().entries().entrySet()) {
        if (entry.getValue() instanceof View.Dead dead
            && dead.seenNanos() - before <= 0
            && dead.sequence() < parts.view().sequence()) {
          long begun = System.nanoTime();
          purge(entry.getKey(), dead.sequence());
          parts.view().forget(entry.getKey(), dead);
          swept++;
          rest(System.nanoTime() - begun);
        }
      }
    } finally {
      working.unlock();
    }
    return swept;
  }

  /** Removes everything that can go, and looks whether the server takes messages again. */
  private void tryAgain() throws IOException, JetStreamApiException, InterruptedException {
    trim(parts.view().sequence());
    sweep(PAUSE);
    parts.bucket().probe();
    parts.room().accepted();
  }

  /** Asks how full the bucket is, and removes everything that can go if it is full. */
  private void measure() throws IOException, JetStreamApiException, InterruptedException {
    askRoom();
    if (parts.room().full() != null) {
      trim(parts.view().sequence());
      sweep(PAUSE);
      askRoom();
    }
  }

  private void askRoom() throws IOException, JetStreamApiException {
    StreamInfo info = parts.bucket().info().orElseThrow(() -> new IOException("it is gone"));
    parts
        .room()
        .measured(info.getStreamState().getByteCount(), info.getConfiguration().getMaxBytes());
  }

  /** Finds what was replaced, below a sequence, by stores that ended before they removed it. */
  void findReplaced(long floor) {
    try {
      StreamInfo info = parts.bucket().info().orElseThrow(() -> new IOException("it is gone"));
      long known = parts.view().size() + 1L + queued.get();
      if (info.getStreamState().getMsgCount() - known > LEFT_BEHIND) {
        for (Map.Entry<String, Long> subject : parts.bucket().messagesBySubject().entrySet()) {
          if (subject.getValue() > 1) {
            parts.bucket().subjects().parse(subject.getKey()).ifPresent(key -> due(key, floor));
          }
        }
      }
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      LOG.debug(
          "{}: what others replaced is removed at a later turn: {}", parts.place(), e.getMessage());
    }
  }

  private void due(StoreKey key, long floor) {
    View.Entry last = parts.view().get(key);
    if (last != null) {
      replaced(key, Math.min(last.sequence(), floor) - 1);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
