package io.mkube.store.embedded;

import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import java.util.Arrays;
import java.util.BitSet;

/** The objects of a snapshot with what was written and removed since. */
final class ChangedObjects extends StoredList {
  private final StoredList snapshot;
  private final StoredObject[] written;

  /** The list is made of runs; here is the number of the first object of each. */
  private final int[] starts;

  /** Where a run begins in the snapshot, or the complement of the number of the one written. */
  private final int[] from;

  private int runs;
  private int size;

  /**
   * Puts them together.
   *
   * @param snapshot the snapshot
   * @param written what was written, in the order of the keys; not copied
   * @param removed keys that were removed
   */
  ChangedObjects(StoredList snapshot, StoredObject[] written, StoreKey[] removed) {
    this.snapshot = snapshot;
    this.written = written;
    BitSet hidden = new BitSet(snapshot.size());
    for (StoreKey key : removed) {
      int place = snapshot.find(key);
      if (place >= 0) {
        hidden.set(place);
      }
    }
    int[] places = new int[written.length];
    for (int i = 0; i < written.length; i++) {
      int place = snapshot.find(written[i].key());
      places[i] = place >= 0 ? place : -place - 1;
      if (place >= 0) {
        hidden.set(place);
      }
    }
    // Each written one is a run, with one before it; each hidden one may cut one more in two.
    int most = 2 * written.length + hidden.cardinality() + 1;
    starts = new int[most];
    from = new int[most];
    int at = 0;
    for (int i = 0; i < written.length; i++) {
      unchanged(hidden, at, places[i]);
      add(~i, 1);
      at = places[i];
    }
    unchanged(hidden, at, snapshot.size());
  }

  @Override
  public StoreKey key(int index) {
    int run = run(index);
    return from[run] < 0
        ? written[~from[run]].key()
        : snapshot.key(from[run] + index - starts[run]);
  }

  @Override
  public StoredObject get(int index) {
    int run = run(index);
    return from[run] < 0 ? written[~from[run]] : snapshot.get(from[run] + index - starts[run]);
  }

  @Override
  public int size() {
    return size;
  }

  private int run(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    int found = Arrays.binarySearch(starts, 0, runs, index);
    return found >= 0 ? found : -found - 2;
  }

  private void unchanged(BitSet hidden, int begin, int end) {
    int first = hidden.nextClearBit(begin);
    while (first < end) {
      int next = hidden.nextSetBit(first);
      int behind = next < 0 || next > end ? end : next;
      add(first, behind - first);
      first = hidden.nextClearBit(behind);
    }
  }

  private void add(int begin, int count) {
    starts[runs] = size;
    from[runs] = begin;
    runs++;
    size += count;
  }
}
