package io.mkube.store.nats;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore.Snapshot;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bucket as far as this store has seen it: the live objects, and the deleted keys whose last
 * message is still there. One thread changes it, any thread reads and waits.
 */
final class View {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private volatile Map<StoreKey, Entry> entries = new ConcurrentHashMap<>();
  private volatile long sequence;
  private volatile long revision;
  private final AtomicLong loads = new AtomicLong();
  private int waiting;

  /** The last message of a key. */
  sealed interface Entry {
    /** Its sequence, which the next write has to expect. */
    long sequence();
  }

  /**
   * A live object.
   *
   * @param object the object
   */
  record Live(StoredObject object) implements Entry {
    @Override
    public long sequence() {
      return object.revision();
    }
  }

  /**
   * A deleted key.
   *
   * @param sequence sequence of the deletion
   * @param seenNanos when this process saw it, as {@link System#nanoTime} counts
   */
  record Dead(long sequence, long seenNanos) implements Entry {}

  /**
   * Takes over a state that was loaded.
   *
   * @param loaded last messages by key
   * @param at the sequence at which they were the last ones
   */
  void replace(Map<StoreKey, Entry> loaded, long at) {
    lock.lock();
    try {
      entries = new ConcurrentHashMap<>(loaded);
      sequence = at;
      revision = at;
      loads.incrementAndGet();
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Applies changes in order.
   *
   * @param at sequence of the last message, which is higher than that of the last change if it was
   *     none
   */
  void apply(List<Change> changes, long at) {
    lock.lock();
    try {
      for (Change change : changes) {
        entries.put(
            change.key(),
            switch (change.kind()) {
              case PUT ->
                  new Live(
                      new StoredObject(
                          change.key(), change.revision(), change.uid(), change.content()));
              case DELETE -> new Dead(change.revision(), System.nanoTime());
            });
        revision = change.revision();
      }
      sequence = at;
      if (waiting > 0) {
        advanced.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Nullable Entry get(StoreKey key) {
    return entries.get(key);
  }

  /** The live object of a key. */
  @Nullable StoredObject live(StoreKey key) {
    return entries.get(key) instanceof Live live ? live.object() : null;
  }

  /** All keys, for the sweeper. */
  Map<StoreKey, Entry> entries() {
    return entries;
  }

  /** Forgets a deleted key whose messages are gone. */
  void forget(StoreKey key, Dead dead) {
    entries.remove(key, dead);
  }

  /** Sequence of the last message seen. */
  long sequence() {
    return sequence;
  }

  /** Sequence of the last change seen, or of the last load. */
  long revision() {
    return revision;
  }

  /** How often everything was loaded; messages before the last load may not have been seen. */
  long loads() {
    return loads.get();
  }

  int size() {
    return entries.size();
  }

  Snapshot snapshot() {
    List<StoredObject> objects;
    long at;
    lock.lock();
    try {
      at = revision;
      objects =
          entries.values().stream()
              .map(entry -> entry instanceof Live live ? live.object() : null)
              .filter(Objects::nonNull)
              .toList();
    } finally {
      lock.unlock();
    }
    return new Snapshot(
        at, objects.stream().sorted(Comparator.comparing(StoredObject::key)).toList());
  }

  /** Waits until a message was seen; false if it was not in time. */
  boolean await(long wanted, Duration patience) throws InterruptedException {
    if (sequence >= wanted) {
      return true;
    }
    long nanos = patience.toNanos();
    lock.lock();
    try {
      waiting++;
      while (sequence < wanted && nanos > 0) {
        nanos = advanced.awaitNanos(nanos);
      }
      return sequence >= wanted;
    } finally {
      waiting--;
      lock.unlock();
    }
  }
}
