package io.mkube.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A revisioned key-value store: all keys share one strictly increasing revision order, which is the
 * Kubernetes {@code resourceVersion}. Values are opaque bytes.
 *
 * <p>The first revision that a write can get is {@link #FIRST_REVISION}: Java Operator SDK sends
 * {@code resourceVersion: "1"} to mean "must not exist", so no object may ever carry it.
 *
 * <p>Thread-safe. All calls block and may be made from virtual threads.
 */
public interface ObjectStore extends AutoCloseable {
  /** The revision of the first write into an empty store. */
  long FIRST_REVISION = 2;

  /** Writes that may be one. */
  int MOST_TOGETHER = 100;

  /**
   * Performs one compare-and-set write and returns its revision after the write is durable.
   *
   * @throws StoreException.Conflict if the key's revision is not the expected one; nothing was
   *     written
   * @throws StoreException.TooLarge if the value exceeds what the store takes; nothing was written
   * @throws StoreException.Unavailable if the store cannot take writes now; the write did not
   *     happen unless the exception says that its outcome is unknown
   */
  long write(Write write) throws StoreException;

  /** Whether {@link #writeTogether} takes more than one write now. */
  default boolean writesTogether() {
    return false;
  }

  /**
   * Performs compare-and-set writes of different keys as one: all of them or none, whatever ends
   * meanwhile. Their revisions follow each other in the order of the list.
   *
   * @param writes at most {@link #MOST_TOGETHER}
   * @return the revision of the last one, after all are durable
   * @throws StoreException.Conflict about one of those keys whose revision is not the expected one;
   *     nothing was written
   * @throws StoreException.TooLarge if one of the values exceeds what the store takes; nothing was
   *     written
   * @throws StoreException.Unavailable as for {@link #write}, and if the store cannot do so
   */
  default long writeTogether(List<Write> writes) throws StoreException {
    if (writes.size() == 1) {
      return write(writes.getFirst());
    }
    throw new StoreException.Unavailable(
        "this store takes one write at a time; the write did not happen");
  }

  /**
   * A consistent snapshot of all live keys, ordered by key.
   *
   * @throws StoreException.Unavailable if the store cannot be read completely; never a partial
   *     snapshot
   */
  Snapshot snapshot() throws StoreException;

  /**
   * Delivers every change with a revision greater than {@code afterRevision}, in revision order,
   * none twice, on one thread at a time, until the subscription is closed. A change is delivered
   * only after it is durable. A revision of the future is waited for: what lies between is not
   * delivered. Delivery never slows writers down.
   *
   * @param afterRevision the last revision that the follower knows
   * @param listener called for every change, never on a writer's thread
   * @param ended called once, after the listener's last call and on its thread, when the delivery
   *     ends without {@link Subscription#close} having been called: {@link StoreException.Expired}
   *     if the listener was so slow that changes it had not received are no longer held, {@link
   *     StoreException.Unavailable} if the store was closed or lost, or the listener threw. The
   *     follower takes a new snapshot and follows from there
   * @throws StoreException.Expired if changes after that revision are no longer held
   * @throws StoreException.Unavailable if the store is closed or cannot be reached
   */
  Subscription follow(long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
      throws StoreException;

  /**
   * Delivers as {@link #follow(long, Consumer, Consumer)} does, to a follower that never blocks:
   * the store may call it on the thread that made a change durable, before the writer is told. So
   * nobody has to be woken for the change to be known.
   *
   * @param afterRevision the last revision that the follower knows
   * @param follower called for every change
   * @throws StoreException.Expired if changes after that revision are no longer held
   * @throws StoreException.Unavailable if the store is closed or cannot be reached
   */
  default Subscription follow(long afterRevision, PromptFollower follower) throws StoreException {
    return follow(
        afterRevision,
        change -> {
          follower.changed(change);
          follower.settled();
        },
        follower::ended);
  }

  /**
   * The revision of the last durable write of any process; {@link #FIRST_REVISION} − 1 when nothing
   * was ever written.
   *
   * @throws StoreException.Unavailable if the store is closed or cannot be reached
   */
  long latestRevision() throws StoreException;

  /** What the store says of its own condition, for readiness answers. Never throws. */
  StoreHealth health();

  /**
   * Finishes pending writes, ends the subscriptions, waits for their listeners and releases the
   * data; called by a listener, it does not wait for that one. Idempotent. Later calls throw {@link
   * StoreException.Unavailable}.
   */
  @Override
  void close();

  /**
   * All live keys at one revision.
   *
   * @param revision the revision at which the snapshot was taken
   * @param objects the live objects ordered by key; each may be made anew when it is asked for, if
   *     it is a {@link StoredList}
   */
  record Snapshot(long revision, List<StoredObject> objects) {
    public Snapshot {
      objects = objects instanceof StoredList ? objects : List.copyOf(objects);
    }

    /** The object of a key. */
    public Optional<StoredObject> find(StoreKey key) {
      if (objects instanceof StoredList list) {
        int place = list.find(key);
        return place < 0 ? Optional.empty() : Optional.of(list.get(place));
      }
      int low = 0;
      int high = objects.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = objects.get(middle).key().compareTo(key);
        if (order == 0) {
          return Optional.of(objects.get(middle));
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A running delivery of changes; closing it is idempotent and returns after the listener's last
   * call, or at once if the listener itself closes.
   */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
