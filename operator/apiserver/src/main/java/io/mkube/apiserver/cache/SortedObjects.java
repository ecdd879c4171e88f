package io.mkube.apiserver.cache;

import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import io.mkube.store.encoding.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one resource by namespace and name: those of the store's snapshot, each of which
 * is made when somebody asks for it, and those that were written since. Many may read at once while
 * nobody writes.
 */
final class SortedObjects {
  static final Comparator<StoreKey> ORDER =
      (a, b) -> {
        int order =
            a.namespace().equals(b.namespace()) ? 0 : a.namespace().compareTo(b.namespace());
        return order == 0 ? a.name().compareTo(b.name()) : order;
      };

  private final NavigableMap<StoreKey, CachedObject> written;
  private @Nullable StoredList stored;
  private AtomicReferenceArray<@Nullable CachedObject> made = new AtomicReferenceArray<>(0);

  /** Stored ones that were written anew or removed. */
  private BitSet gone = new BitSet();

  /** Stored ones that were not. */
  private int left;

  private Consumer<Value> wake = value -> {};

  SortedObjects() {
    this.written = new TreeMap<>(ORDER);
  }

  /** A copy that can be changed on its own. */
  SortedObjects(SortedObjects other) {
    this.written = new TreeMap<>(other.written);
    this.stored = other.stored;
    this.made = other.made;
    this.gone = (BitSet) other.gone.clone();
    this.left = other.left;
    this.wake = other.wake;
  }

  /**
   * Begins with stored objects.
   *
   * @param objects objects of one resource
   * @param wakened told the value of each that is made and kept
   */
  void startWith(StoredList objects, Consumer<Value> wakened) {
    stored = objects;
    made = new AtomicReferenceArray<>(objects.size());
    left = objects.size();
    wake = wakened;
  }

  /** Takes objects in that are in order, of which a tree is made without comparing them. */
  void startWith(List<CachedObject> objects) {
    written.putAll(new OrderedObjects(objects, ORDER));
  }

  int size() {
    return written.size() + left;
  }

  @Nullable CachedObject get(StoreKey key) {
    CachedObject known = written.get(key);
    return known != null || left == 0 ? known : found(key, true);
  }

  /** Puts an object in and returns the one before. */
  @Nullable CachedObject put(CachedObject object) {
    CachedObject before = written.put(object.key(), object);
    return before != null || left == 0 ? before : taken(object.key());
  }

  @Nullable CachedObject remove(StoreKey key) {
    CachedObject before = written.remove(key);
    return before != null || left == 0 ? before : taken(key);
  }

  /**
   * The objects behind a key and before another.
   *
   * @param after the key before the first one, null for all from the beginning
   * @param end the key behind the last one, null for all to the end
   * @param keep whether those that are made for this are kept
   */
  Iterable<CachedObject> between(@Nullable StoreKey after, @Nullable StoreKey end, boolean keep) {
    NavigableMap<StoreKey, CachedObject> range = written;
    if (after != null) {
      range = range.tailMap(after, false);
    }
    if (end != null) {
      range = range.headMap(end, false);
    }
    StoredList list = stored;
    if (list == null || left == 0) {
      return range.values();
    }
    int from = after == null ? 0 : behind(list.find(after));
    int to = end == null ? list.size() : place(list.find(end));
    NavigableMap<StoreKey, CachedObject> own = range;
    return () -> new Merged(own.values().iterator(), from, to, keep);
  }

  /** All of them. */
  List<CachedObject> all() {
    List<CachedObject> all = new ArrayList<>(size());
    between(null, null, true).forEach(all::add);
    return all;
  }

  /** Those that are held as objects. */
  List<CachedObject> awake() {
    List<CachedObject> awake = new ArrayList<>(written.values());
    for (int i = 0; i < made.length(); i++) {
      CachedObject object = gone.get(i) ? null : made.get(i);
      if (object != null) {
        awake.add(object);
      }
    }
    return awake;
  }

  private static int place(int found) {
    return found < 0 ? -found - 1 : found;
  }

  private static int behind(int found) {
    return found < 0 ? -found - 1 : found + 1;
  }

  private @Nullable CachedObject found(StoreKey key, boolean keep) {
    StoredList list = stored;
    int place = list == null ? -1 : list.find(key);
    return place < 0 || gone.get(place) ? null : at(place, keep);
  }

  /** What was stored under a key, which is so no longer. */
  private @Nullable CachedObject taken(StoreKey key) {
    StoredList list = stored;
    int place = list == null ? -1 : list.find(key);
    if (place < 0 || gone.get(place)) {
      return null;
    }
    CachedObject object = at(place, false);
    gone.set(place);
    left--;
    if (left == 0) {
      stored = null;
      made = new AtomicReferenceArray<>(0);
      gone = new BitSet();
    }
    return object;
  }

  private CachedObject at(int place, boolean keep) {
    CachedObject known = made.get(place);
    if (known != null) {
      return known;
    }
    StoredList list = stored;
    if (list == null) {
      throw new IllegalStateException("an object of a snapshot that is not held");
    }
    StoredObject found = list.get(place);
    CachedObject object =
        CachedObject.of(found.key(), found.revision(), found.uid(), found.content());
    if (!keep) {
      return object;
    }
    CachedObject other = made.compareAndExchange(place, null, object);
    if (other != null) {
      return other;
    }
    wake.accept(object.content());
    return object;
  }

  /** Written and stored ones in one order; no key is in both. */
  private final class Merged implements Iterator<CachedObject> {
    private final Iterator<CachedObject> others;
    private final int end;
    private final boolean keep;
    private int place;
    private @Nullable CachedObject nextWritten;
    private @Nullable CachedObject nextStored;

    Merged(Iterator<CachedObject> others, int from, int end, boolean keep) {
      this.others = others;
      this.end = end;
      this.keep = keep;
      this.place = from - 1;
      advanceWritten();
      advanceStored();
    }

    @Override
    public boolean hasNext() {
      return nextWritten != null || nextStored != null;
    }

    @Override
    public CachedObject next() {
      CachedObject one = nextWritten;
      CachedObject other = nextStored;
      if (one != null && (other == null || ORDER.compare(one.key(), other.key()) < 0)) {
        advanceWritten();
        return one;
      }
      if (other == null) {
        throw new NoSuchElementException();
      }
      advanceStored();
      return other;
    }

    private void advanceWritten() {
      nextWritten = others.hasNext() ? others.next() : null;
    }

    private void advanceStored() {
      place = gone.nextClearBit(place + 1);
      nextStored = place < end ? at(place, keep) : null;
    }
  }
}
