package io.mkube.apiserver.cache;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.encoding.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one resource and its recent history. Reads see a consistent state at one revision.
 * Thread-safe; only the watch cache's follower changes it.
 */
public final class ResourceCache {
  /** Events that are kept even when they are large, so that ordinary watches can keep up. */
  private static final int MIN_HISTORY = 64;

  private final String group;
  private final String resource;
  private final CacheLimits limits;
  private final LongSupplier seen;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final SortedObjects objects = new SortedObjects();
  private final ArrayDeque<CacheEvent> history = new ArrayDeque<>();
  private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
  private CacheEvent tail;
  private long floor;
  private long weight;
  private volatile long firstSequence = 1;

  ResourceCache(String group, String resource, CacheLimits limits, LongSupplier seen, long floor) {
    this.group = group;
    this.resource = resource;
    this.limits = limits;
    this.seen = seen;
    this.floor = floor;
    this.tail = CacheEvent.start(floor);
  }

  /** One object. */
  public Optional<CachedObject> get(String namespace, String name) {
    return get(new StoreKey(group, resource, namespace, name));
  }

  /** One object, by a key of this resource. */
  public Optional<CachedObject> get(StoreKey key) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(objects.get(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** API group of the resource. */
  public String group() {
    return group;
  }

  /** Plural name of the resource. */
  public String resource() {
    return resource;
  }

  /** Number of objects. */
  public int size() {
    lock.readLock().lock();
    try {
      return objects.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The present state. */
  public Page list(ListScope scope, Predicate<CachedObject> filter) {
    lock.readLock().lock();
    try {
      return page(objects, revision(), scope, filter);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * The state at an earlier revision, rebuilt from the history.
   *
   * @throws ApiException with 410 if the history does not reach that far
   */
  public Page listAt(long revision, ListScope scope, Predicate<CachedObject> filter) {
    lock.readLock().lock();
    try {
      if (revision >= revision()) {
        return page(objects, revision(), scope, filter);
      }
      requireHeld(revision);
      SortedObjects rewound = new SortedObjects(objects);
      for (Iterator<CacheEvent> i = history.descendingIterator(); i.hasNext(); ) {
        CacheEvent event = i.next();
        if (event.revision() <= revision) {
          break;
        }
        CachedObject before = event.before();
        var unused = before == null ? rewound.remove(event.object().key()) : rewound.put(before);
      }
      return page(rewound, revision, scope, filter);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The present state and the place in the history that belongs to it. */
  public Start start(ListScope scope, Predicate<CachedObject> filter) {
    lock.readLock().lock();
    try {
      return new Start(page(objects, revision(), scope, filter), tail);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * The place in the history behind which all events are younger than a revision.
   *
   * @throws ApiException with 410 if the history does not reach that far
   */
  public CacheEvent after(long revision) {
    lock.readLock().lock();
    try {
      requireHeld(revision);
      CacheEvent place = tail;
      for (Iterator<CacheEvent> i = history.descendingIterator(); i.hasNext(); ) {
        CacheEvent event = i.next();
        if (event.revision() <= revision) {
          return event;
        }
        place = event;
      }
      if (place == tail && place.revision() <= revision) {
        return place;
      }
      CacheEvent before = CacheEvent.start(revision);
      before.link(place);
      return before;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The place behind the newest event. */
  public CacheEvent latest() {
    lock.readLock().lock();
    try {
      return tail;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether a watch that saw this event last can go on; otherwise it was too slow. */
  public boolean holds(CacheEvent event) {
    CacheEvent next = event.next();
    return next == null || next.sequence() >= firstSequence;
  }

  /** Calls the listener after changes, on the thread of who made them: it must not block. */
  public void addWatcher(Runnable listener) {
    watchers.add(listener);
  }

  /** Ends {@link #addWatcher}. */
  public void removeWatcher(Runnable listener) {
    watchers.remove(listener);
  }

  /** Number of watchers. */
  public int watcherCount() {
    return watchers.size();
  }

  /** Takes its first objects in, before other threads know the cache. */
  Loading load() {
    return new Loading();
  }

  /** Takes stored objects in, before other threads know the cache. */
  void startWith(StoredList stored, Consumer<Value> wakened) {
    objects.startWith(stored, wakened);
  }

  /** Those that are held as objects, and not only as they lie in the store's snapshot. */
  List<CachedObject> awake() {
    lock.readLock().lock();
    try {
      return objects.awake();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Shows the next objects without holding on to them, for whoever looks at all of them once.
   *
   * @param after the last one seen, null to begin
   * @param most how many at most
   * @return the objects; empty behind the last one
   */
  public List<CachedObject> glance(@Nullable StoreKey after, int most) {
    lock.readLock().lock();
    try {
      List<CachedObject> found = new ArrayList<>();
      Iterator<CachedObject> each = objects.between(after, null, false).iterator();
      while (found.size() < most && each.hasNext()) {
        found.add(each.next());
      }
      return found;
    } finally {
      lock.readLock().unlock();
    }
  }

  List<CachedObject> all() {
    lock.readLock().lock();
    try {
      return objects.all();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Nullable CachedObject current(StoreKey key) {
    return objects.get(key);
  }

  /** Forgets the history: every watch has to start anew. */
  void expire(long revision) {
    lock.writeLock().lock();
    try {
      CacheEvent gap = CacheEvent.start(revision);
      tail.link(gap);
      history.clear();
      weight = 0;
      floor = revision;
      tail = CacheEvent.start(revision);
      firstSequence = 1;
    } finally {
      lock.writeLock().unlock();
    }
    signal();
  }

  CacheEvent apply(CachedObject object, boolean deletion) {
    lock.writeLock().lock();
    try {
      long sequence = tail.sequence() + 1;
      CacheEvent event =
          deletion
              ? CacheEvent.delete(sequence, objects.remove(object.key()), object)
              : CacheEvent.put(sequence, objects.put(object), object);
      tail.link(event);
      tail = event;
      history.addLast(event);
      weight += event.weight();
      trim();
      return event;
    } finally {
      lock.writeLock().unlock();
    }
  }

  void signal() {
    for (Runnable watcher : watchers) {
      watcher.run();
    }
  }

  private void trim() {
    while (history.size() > limits.historyEvents()
        || (history.size() > MIN_HISTORY && weight > limits.historyBytes())) {
      CacheEvent oldest = history.removeFirst();
      weight -= oldest.weight();
      floor = oldest.revision();
      firstSequence = oldest.sequence() + 1;
    }
  }

  private long revision() {
    return Math.max(seen.getAsLong(), tail.revision());
  }

  private void requireHeld(long revision) {
    if (revision < floor) {
      throw new ApiException(
          new Failure.Expired("too old resource version: " + revision + " (" + floor + ")", null));
    }
  }

  private Page page(
      SortedObjects from, long revision, ListScope scope, Predicate<CachedObject> filter) {
    List<CachedObject> items = new ArrayList<>();
    boolean more = false;
    int remaining = 0;
    for (CachedObject object : range(from, scope)) {
      if (scope.limit() > 0 && items.size() == scope.limit()) {
        more = true;
        if (scope.countsRemaining()) {
          remaining++;
          continue;
        }
        if (filter.test(object)) {
          break;
        }
        more = false;
        continue;
      }
      if (filter.test(object)) {
        items.add(object);
      }
    }
    return new Page(revision, items, more, remaining);
  }

  private Iterable<CachedObject> range(SortedObjects from, ListScope scope) {
    StoreKey after =
        scope.after() == null
            ? null
            : new StoreKey(group, resource, scope.after().namespace(), scope.after().name());
    if (scope.namespace().isEmpty()) {
      return from.between(after, null, true);
    }
    // A space sorts before every character that names may have.
    StoreKey start = new StoreKey(group, resource, scope.namespace(), " ");
    StoreKey end = new StoreKey(group, resource, scope.namespace() + " ", " ");
    if (after != null && SortedObjects.ORDER.compare(after, start) > 0) {
      start = after;
    }
    return SortedObjects.ORDER.compare(start, end) < 0 ? from.between(start, end, true) : List.of();
  }

  /** Objects in their order, of which a tree is made without comparing them. */
  final class Loading {
    private final List<CachedObject> found = new ArrayList<>();

    /** Whether a key is of this resource. */
    boolean holds(StoreKey key) {
      return resource.equals(key.resource()) && group.equals(key.group());
    }

    /** Takes the next object. */
    void add(CachedObject object) {
      found.add(object);
    }

    void end() {
      objects.startWith(found);
    }
  }

  /**
   * Part of a list.
   *
   * @param revision revision of the state
   * @param items objects ordered by namespace and name
   * @param more whether objects follow behind the last item
   * @param remaining how many follow, if that was counted
   */
  public record Page(long revision, List<CachedObject> items, boolean more, int remaining) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * Where a watch starts.
   *
   * @param state the state
   * @param place events behind this one are not in the state
   */
  public record Start(Page state, CacheEvent place) {}
}
