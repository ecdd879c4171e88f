package io.mkube.store.nats;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much of a bounded bucket is taken. What the server said last is counted on by what was seen
 * since. The last part is kept for deletions, which need room themselves before they make some.
 * Thread-safe.
 */
final class Room {
  /** Headers, checksum and lengths of a message in the server's files, generously. */
  private static final int AROUND_A_MESSAGE = 160;

  private static final int KEPT_PART = 20;
  private static final long MOST_KEPT = 64L << 20;

  private final String stream;
  private final AtomicLong taken = new AtomicLong();
  private volatile long most = -1;
  private volatile boolean refused;
  private volatile @Nullable String exhausted;

  Room(String stream) {
    this.stream = stream;
  }

  /**
   * Takes over what the server says.
   *
   * @param bytes size of the stream
   * @param limit its largest size, below 1 for none
   */
  void measured(long bytes, long limit) {
    taken.set(bytes);
    most = limit;
    refused = false;
  }

  /** A message was seen that the last measurement did not count. */
  void stored(int subject, int body) {
    if (most > 0) {
      taken.addAndGet(subject + body + AROUND_A_MESSAGE);
    }
  }

  /** The server had no room for a message. */
  void refused() {
    refused = true;
  }

  /** The server itself is out of room, whatever the limit of the bucket. */
  void exhausted(String reason) {
    exhausted =
        "nats-server has no room: "
            + reason
            + "; free its disk, or raise max_file_store of its jetstream";
  }

  /** The server has room again. */
  void accepted() {
    exhausted = null;
  }

  /** Why the server takes nothing; null while it does. */
  @Nullable String exhausted() {
    return exhausted;
  }

  boolean bounded() {
    return most > 0;
  }

  /** Why nothing but deletions can be stored; null while there is room. */
  @Nullable String full() {
    long limit = most;
    if (limit <= 0 || (!refused && taken.get() < limit - kept(limit))) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "the bucket is full: %,d of max_bytes %,d; delete objects, or raise the limit with"
            + " nats stream edit %s --max-bytes N",
        taken.get(),
        limit,
        stream);
  }

  private static long kept(long limit) {
    return Math.min(limit / KEPT_PART, MOST_KEPT);
  }
}
