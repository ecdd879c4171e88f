package io.mkube.store.memory;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.mkube.store.window.ChangeWindow;
import io.mkube.store.window.WindowLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Keeps everything in memory and forgets it on close. */
public final class MemoryObjectStore implements ObjectStore {
  /** Largest value taken unless told otherwise: 4 MiB. */
  public static final int DEFAULT_MAX_VALUE_BYTES = 4 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<StoreKey, StoredObject> objects = new TreeMap<>();
  private final ChangeWindow window;
  private final int maxValueBytes;
  private long latest = FIRST_REVISION - 1;
  private boolean closed;

  /** Creates an empty store with the default limits. */
  public MemoryObjectStore() {
    this(WindowLimits.DEFAULT, DEFAULT_MAX_VALUE_BYTES);
  }

  /**
   * Creates an empty store.
   *
   * @param limits how much history is held for followers
   * @param maxValueBytes largest value taken
   */
  public MemoryObjectStore(WindowLimits limits, int maxValueBytes) {
    this.window = new ChangeWindow(latest, limits);
    this.maxValueBytes = maxValueBytes;
  }

  @Override
  public long write(Write write) throws StoreException {
    return writeTogether(List.of(write));
  }

  @Override
  public boolean writesTogether() {
    return true;
  }

  @Override
  public long writeTogether(List<Write> writes) throws StoreException {
    for (Write write : writes) {
      int length = write.content().length();
      if (length > maxValueBytes) {
        throw new StoreException.TooLarge(write.key(), length, maxValueBytes, "maxValueBytes");
      }
    }
    long revision = apply(writes);
    window.deliver();
    window.settle();
    return revision;
  }

  private long apply(List<Write> writes) throws StoreException {
    lock.lock();
    try {
      requireOpen();
      for (Write write : writes) {
        StoredObject current = objects.get(write.key());
        long actual = current == null ? 0 : current.revision();
        if (actual != write.expectedRevision()) {
          throw new StoreException.Conflict(write.key(), write.expectedRevision(), actual);
        }
      }
      List<Change> changes = new ArrayList<>(writes.size());
      for (Write write : writes) {
        changes.add(apply(write));
      }
      window.publish(changes);
      return latest;
    } finally {
      lock.unlock();
    }
  }

  private Change apply(Write write) {
    StoreKey key = write.key();
    latest++;
    Change.Kind kind =
        switch (write) {
          case Write.Put put -> {
            objects.put(key, new StoredObject(key, latest, put.uid(), put.content()));
            yield Change.Kind.PUT;
          }
          case Write.Delete delete -> {
            objects.remove(delete.key());
            yield Change.Kind.DELETE;
          }
        };
    return new Change(latest, kind, key, write.expectedRevision(), write.uid(), write.content());
  }

  @Override
  public Snapshot snapshot() throws StoreException {
    lock.lock();
    try {
      requireOpen();
      return new Snapshot(latest, List.copyOf(objects.values()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Subscription follow(
      long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
      throws StoreException {
    return window.follow(afterRevision, listener, ended);
  }

  @Override
  public Subscription follow(long afterRevision, PromptFollower follower) throws StoreException {
    return window.follow(afterRevision, follower);
  }

  @Override
  public long latestRevision() throws StoreException {
    lock.lock();
    try {
      requireOpen();
      return latest;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public StoreHealth health() {
    lock.lock();
    try {
      return closed
          ? new StoreHealth(false, "in memory: the store is closed")
          : new StoreHealth(true, "in memory: lost when the process ends");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      objects.clear();
    } finally {
      lock.unlock();
    }
    window.close();
  }

  private void requireOpen() throws StoreException {
    if (closed) {
      throw new StoreException.Unavailable("the store is closed");
    }
  }
}
