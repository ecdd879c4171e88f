package io.mkube.store;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * Live objects ordered by key, of which each may be made anew whenever it is asked for: whoever
 * needs the same one twice keeps it. Immutable; thread-safe.
 */
public abstract class StoredList extends AbstractList<StoredObject> implements RandomAccess {
  /** The key of an object, which takes less than the object. */
  public abstract StoreKey key(int index);

  /** Compares the key of an object to another one. */
  protected int compare(int index, StoreKey key) {
    return key(index).compareTo(key);
  }

  /** The place of a key; if it is not there, the place where it would be, less one and negated. */
  public final int find(StoreKey key) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** The place of the first object of a resource, or where it would be. */
  public final int begin(String group, String resource) {
    return boundary(group, resource, 0);
  }

  /** The place behind the last object of a resource. */
  public final int end(String group, String resource) {
    return boundary(group, resource, 1);
  }

  /** The objects from a place to the one before another, as a view. */
  public final StoredList range(int from, int to) {
    return new Range(this, from, to);
  }

  /** The first place whose resource compares to the given one as is asked, or higher. */
  private int boundary(String group, String resource, int wanted) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      StoreKey key = key(middle);
      int order = key.group().compareTo(group);
      order = Integer.signum(order == 0 ? key.resource().compareTo(resource) : order);
      if (order < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static final class Range extends StoredList {
    private final StoredList whole;
    private final int from;
    private final int size;

    Range(StoredList whole, int from, int to) {
      this.whole = whole;
      this.from = from;
      this.size = to - from;
    }

    @Override
    public StoreKey key(int index) {
      return whole.key(from + index);
    }

    @Override
    protected int compare(int index, StoreKey key) {
      return whole.compare(from + index, key);
    }

    @Override
    public StoredObject get(int index) {
      return whole.get(from + index);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
