package io.mkube.store.embedded;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All live objects, durable ones only. One thread changes it, any thread takes captures. */
final class Index {
  private final ReentrantLock lock = new ReentrantLock();

  /** What the snapshot held that was read last. */
  private SnapshotObjects snapshot = SnapshotObjects.NONE;

  /** What was written since, in the order of arrival; null for what was removed. */
  private final Map<StoreKey, @Nullable StoredObject> changed = new LinkedHashMap<>();

  /** Objects of the snapshot that are neither written anew nor removed. */
  private int unchanged;

  private volatile long revision = ObjectStore.FIRST_REVISION - 1;

  /**
   * All live objects at one revision.
   *
   * @param revision the revision
   * @param snapshot a snapshot of an earlier one
   * @param written what was written since, in no order until {@link #sorted}
   * @param removed what was removed since
   */
  record Capture(
      long revision, SnapshotObjects snapshot, StoredObject[] written, StoreKey[] removed) {
    List<StoredObject> sorted() {
      Arrays.sort(written, (one, other) -> one.key().compareTo(other.key()));
      if (snapshot.isEmpty()) {
        return Arrays.asList(written);
      }
      return written.length + removed.length == 0
          ? snapshot
          : new ChangedObjects(snapshot, written, removed);
    }
  }

  /** The live object of a key, for the thread that changes the index. */
  @Nullable StoredObject get(StoreKey key) {
    StoredObject written = changed.get(key);
    if (written != null || unchanged == 0 || changed.containsKey(key)) {
      return written;
    }
    int place = snapshot.find(key);
    return place < 0 ? null : snapshot.get(place);
  }

  /** Begins with the objects of a snapshot, before other threads know the index. */
  void startWith(SnapshotObjects objects) {
    snapshot = objects;
    unchanged = objects.size();
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
      List<StoredObject> written = new ArrayList<>(changed.size());
      List<StoreKey> removed = new ArrayList<>();
      changed.forEach(
          (key, object) -> {
            if (object == null) {
              removed.add(key);
            } else {
              written.add(object);
            }
          });
      return new Capture(
          revision,
          snapshot,
          written.toArray(new StoredObject[0]),
          removed.toArray(new StoreKey[0]));
    } finally {
      lock.unlock();
    }
  }

  private void applyLocked(Change change) {
    StoreKey key = change.key();
    boolean stored = unchanged > 0 && snapshot.find(key) >= 0;
    unchanged -= stored && !changed.containsKey(key) ? 1 : 0;
    switch (change.kind()) {
      case PUT ->
          changed.put(
              key, new StoredObject(key, change.revision(), change.uid(), change.content()));
      case DELETE -> {
        if (stored) {
          changed.put(key, null);
        } else {
          changed.remove(key);
        }
      }
    }
    if (unchanged == 0 && !snapshot.isEmpty()) {
      snapshot = SnapshotObjects.NONE;
      changed.values().removeIf(Objects::isNull);
    }
    revision = change.revision();
  }
}
