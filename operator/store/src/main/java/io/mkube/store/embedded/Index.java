package io.mkube.store.embedded;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All live objects, durable ones only. One thread changes it, any thread takes captures. */
final class Index {
  private final ReentrantLock lock = new ReentrantLock();

  /** In the order of arrival: snapshots are sorted, so that most of a capture is. */
  private Map<StoreKey, StoredObject> live = new LinkedHashMap<>();

  private volatile long revision = ObjectStore.FIRST_REVISION - 1;

  /**
   * All live objects at one revision.
   *
   * @param revision the revision
   * @param objects the objects, in no order until {@link #sorted}
   */
  record Capture(long revision, StoredObject[] objects) {
    List<StoredObject> sorted() {
      Arrays.sort(objects, (one, other) -> one.key().compareTo(other.key()));
      return Arrays.asList(objects);
    }
  }

  /** The live object of a key, for the thread that changes the index. */
  @Nullable StoredObject get(StoreKey key) {
    return live.get(key);
  }

  /** Makes room for the objects of a snapshot, before the first of them is there. */
  void expect(int objects) {
    live = LinkedHashMap.newLinkedHashMap(objects);
  }

  /** Takes an object of a snapshot in, before other threads know the index. */
  void load(Change put) {
    live.put(put.key(), new StoredObject(put.key(), put.revision(), put.uid(), put.content()));
  }

  /** Applies durable changes, in revision order. */
  void apply(List<Change> changes) {
    lock.lock();
    try {
      for (Change change : changes) {
        applyLocked(change);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts from a snapshot's revision, which may be higher than that of any live object. */
  void startAt(long snapshotRevision) {
    revision = snapshotRevision;
  }

  /** The last durable revision. */
  long revision() {
    return revision;
  }

  /** Copies the references; writers wait for no longer than that. */
  Capture capture() {
    lock.lock();
    try {
      return new Capture(revision, live.values().toArray(new StoredObject[0]));
    } finally {
      lock.unlock();
    }
  }

  private void applyLocked(Change change) {
    switch (change.kind()) {
      case PUT ->
          live.put(
              change.key(),
              new StoredObject(change.key(), change.revision(), change.uid(), change.content()));
      case DELETE -> live.remove(change.key());
    }
    revision = change.revision();
  }
}
