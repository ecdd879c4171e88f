package io.mkube.store.nats;

import io.mkube.store.Change;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.window.ChangeWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Puts what arrives into the order of the stream, and from there into the view and the window.
 *
 * <p>A message becomes known in two ways: it is delivered, or it is this store's own and its
 * acknowledgement tells its sequence. Sequences have no holes, so while nobody else writes,
 * acknowledgements alone make up the stream, and nothing has to be delivered. A hole between them
 * is a message of somebody else, or an acknowledgement that was lost: nothing behind it is shown
 * before it was delivered.
 *
 * <p>Thread-safe.
 */
final class StreamOrder {
  private static final int BATCH = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Bucket bucket;
  private final View view;
  private final Room room;
  private final Publisher publisher;
  private final ChangeWindow window;
  private final MessageDecoder decoder;

  /** Acknowledged behind the end of the view. */
  private final TreeMap<Long, PendingWrite> ahead = new TreeMap<>();

  private volatile boolean alone;

  /** The connection whose acknowledgements count; none before the stream was checked on it. */
  private long epoch = -1;

  private Anchor anchor = new Anchor(-1, null);
  private volatile long foreignNanos = System.nanoTime();

  /** Messages of others that were taken; of the one who has them read. */
  private long foreign;

  /**
   * Tells whether a message is the last one that was seen.
   *
   * @param nanos when the server stored it, nanoseconds since 1970; -1 if only its origin is known
   * @param origin the write that made it; null where the time is known
   */
  record Anchor(long nanos, RecordCodec.@Nullable Origin origin) {
    /** An acknowledgement does not tell the time. */
    boolean matches(long stored, byte @Nullable [] data) {
      return origin == null
          ? stored == nanos
          : data != null && origin.equals(RecordCodec.origin(data));
    }
  }

  /**
   * The server has stored a write.
   *
   * @param write the write; null if nobody waits for it any more
   * @param sequence its sequence
   * @param epoch the connection on which it was sent
   */
  record Acknowledged(@Nullable PendingWrite write, long sequence, long epoch) {}

  /** Messages that follow each other. */
  private final class Batch {
    private List<Change> changes = new ArrayList<>();
    private final Map<StoreKey, Long> staged = new HashMap<>();
    private long at = view.sequence();

    /** Adds the next message's change; false, and nothing happens, if it does not fit. */
    boolean add(Change change) {
      if (known(change.key()) != change.previousRevision()) {
        return false;
      }
      at = change.revision();
      staged.put(change.key(), change.kind() == Change.Kind.PUT ? at : 0);
      changes.add(change);
      return true;
    }

    /** Revision of a key before the next message. */
    long known(StoreKey key) {
      Long before = staged.isEmpty() ? null : staged.get(key);
      if (before != null) {
        return before;
      }
      StoredObject live = view.live(key);
      return live == null ? 0 : live.revision();
    }

    /** Shows what was added; more may be added afterwards. */
    void publish() {
      view.apply(changes, at);
      window.publish(changes);
      publisher.wake();
      changes = new ArrayList<>();
      staged.clear();
    }
  }

  StreamOrder(NatsConnected parts, ChangeWindow window) {
    this.bucket = parts.bucket();
    this.view = parts.view();
    this.room = parts.room();
    this.publisher = parts.publisher();
    this.window = window;
    this.decoder = new MessageDecoder(bucket, view, publisher);
  }

  /** Whether acknowledgements alone make up the stream. */
  boolean alone() {
    return alone;
  }

  /** When the last message was delivered that this store had not written. */
  long foreignNanos() {
    return foreignNanos;
  }

  /** How many messages were taken that this store had not written. */
  long foreign() {
    return foreign;
  }

  /** Whether a message is the one at the end of the view. */
  boolean endsWith(long nanos, byte @Nullable [] data) {
    lock.lock();
    try {
      return anchor.matches(nanos, data);
    } finally {
      lock.unlock();
    }
  }

  /** From now on acknowledgements alone make up the stream. */
  void goAlone() {
    lock.lock();
    try {
      alone = true;
    } finally {
      lock.unlock();
    }
  }

  /** From now on messages are shown when they are delivered. */
  void follow() {
    lock.lock();
    try {
      alone = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes account of acknowledgements that are sent on a connection, on which the stream was found
   * to be the one that the view saw; -1 for none.
   */
  void trust(long connection) {
    lock.lock();
    try {
      epoch = connection;
      alone = false;
      ahead.clear();
    } finally {
      lock.unlock();
    }
  }

  /** What a message is that is loaded, and not followed; see {@link MessageDecoder#entry}. */
  Optional<Map.Entry<StoreKey, View.Entry>> loaded(StoredMessage message) {
    return decoder.entry(message);
  }

  /** Takes over what was loaded. Whoever follows the window is told that changes are gone. */
  void replace(Map<StoreKey, View.Entry> entries, long at, Anchor last) {
    lock.lock();
    try {
      anchor = last;
      ahead.headMap(at, true).clear();
      view.replace(entries, at);
      window.skipTo(at);
      publisher.wake();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes acknowledgements, in the order in which they came.
   *
   * @return false if something is missing before one of them
   */
  boolean acknowledged(List<Acknowledged> batch) {
    lock.lock();
    try {
      boolean complete = true;
      for (Acknowledged one : batch) {
        complete &= noted(one);
      }
      return !alone || (drain() && complete);
    } finally {
      lock.unlock();
    }
  }

  private boolean noted(Acknowledged one) {
    PendingWrite write = one.write();
    if (one.sequence() <= view.sequence()) {
      // a sequence that was another's before: the server has lost messages
      return write == null || write.seen() != 0;
    }
    if (one.epoch() != epoch || write == null) {
      return false;
    }
    ahead.put(one.sequence(), write);
    return true;
  }

  /** Shows what follows the view without a hole; false if something else is left. */
  private boolean drain() {
    Batch batch = new Batch();
    while (!ahead.isEmpty() && ahead.firstKey() == batch.at + 1) {
      PendingWrite own = ahead.firstEntry().getValue();
      if (!batch.add(MessageDecoder.change(own.write(), batch.at + 1))) {
        break;
      }
      ahead.pollFirstEntry();
      if (room.bounded()) {
        room.stored(bucket.subjects().of(own.write().key()).length(), own.body().length);
      }
      anchor = new Anchor(-1, publisher.seen(own, batch.at));
    }
    if (!batch.changes.isEmpty()) {
      batch.publish();
    }
    return ahead.isEmpty();
  }

  /**
   * Takes messages that are delivered, the first and as many as are there.
   *
   * @throws Feed.GapException if messages are gone before them
   * @throws StreamReader.BrokenException if the reader broke
   * @throws IllegalArgumentException if a message is no record
   */
  void delivered(StoredMessage first, StreamReader from)
      throws Feed.GapException, StreamReader.BrokenException, InterruptedException {
    lock.lock();
    try {
      Batch batch = new Batch();
      try {
        StoredMessage item = first;
        while (item != null) {
          take(item, batch);
          item = batch.changes.size() < BATCH ? from.next(null) : null;
        }
      } finally {
        ahead.headMap(batch.at, true).clear();
        batch.publish();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes messages that were asked for, from the end of the view on.
   *
   * @return false, and nothing happens, if the message at the end of the view is another one
   * @throws Feed.GapException if messages are gone between them
   * @throws IllegalArgumentException if a message is no record
   */
  boolean fetched(List<StoredMessage> messages) throws Feed.GapException {
    lock.lock();
    try {
      Batch batch = new Batch();
      for (StoredMessage message : messages) {
        if (message.sequence() == batch.at && !anchor.matches(message.nanos(), message.data())) {
          return false;
        }
      }
      if (messages.getLast().sequence() <= batch.at) {
        return true;
      }
      try {
        for (StoredMessage message : messages) {
          take(message, batch);
        }
      } finally {
        ahead.headMap(batch.at, true).clear();
        batch.publish();
      }
      if (alone) {
        var unused = drain();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void take(StoredMessage message, Batch batch) throws Feed.GapException {
    long sequence = message.sequence();
    if (sequence <= batch.at) {
      // a server whose first file was cut by a full disk begins with its first message,
      // whatever it is told
      return;
    }
    if (sequence != batch.at + 1) {
      throw new Feed.GapException(
          "messages " + (batch.at + 1) + " to " + (sequence - 1) + " are gone");
    }
    room.stored(message.subject().length(), message.data().length);
    PendingWrite own = publisher.seen(RecordCodec.origin(message.data()), sequence);
    if (own == null) {
      foreign++;
      foreignNanos = System.nanoTime();
    }
    if (MessageDecoder.isForeignDeletion(message)) {
      batch.publish(); // it is about what comes before it
    }
    Change change =
        own == null
            ? decoder.change(message).orElse(null)
            : MessageDecoder.change(own.write(), sequence);
    if (change != null && !batch.add(change)) {
      throw new Feed.GapException(
          change.key()
              + " had revision "
              + change.previousRevision()
              + ", known is "
              + batch.known(change.key()));
    }
    batch.at = sequence;
    anchor = new Anchor(message.nanos(), null);
  }
}
