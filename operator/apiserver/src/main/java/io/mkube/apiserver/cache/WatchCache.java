package io.mkube.apiserver.cache;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All objects in memory: loaded once, then kept current by following the store. Every read and
 * every watch is served from here. Thread-safe.
 */
public final class WatchCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchCache.class);

  /** How long a write may stay invisible before its caller is told that the server is ill. */
  private static final Duration VISIBLE = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final CacheLimits limits;
  private final long loaded;
  private final SeenRevision seen;
  private final ColdValues cold;
  private final Map<Name, ResourceCache> resources = new ConcurrentHashMap<>();

  /** What this process is writing, by key: it need not be read again when the store delivers it. */
  private final Map<StoreKey, CachedObject> arriving = new ConcurrentHashMap<>();

  /** Changed since their watches were told. */
  private final Set<ResourceCache> changed = ConcurrentHashMap.newKeySet();

  private final List<Consumer<CacheEvent>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock following = new ReentrantLock();
  private ObjectStore.@Nullable Subscription subscription;
  private @Nullable Thread recovery;
  private boolean closed;
  private volatile boolean current = true;

  private WatchCache(ObjectStore store, CacheLimits limits, ObjectStore.Snapshot snapshot) {
    this.store = store;
    this.limits = limits;
    this.loaded = snapshot.revision();
    this.seen = new SeenRevision(loaded);
    this.cold = new ColdValues(limits.plainBytes(), resources::values);
    if (snapshot.objects() instanceof StoredList stored) {
      takeOver(stored);
      return;
    }
    ResourceCache.Loading loading = null;
    for (StoredObject object : snapshot.objects()) {
      loading = load(loading, object);
    }
    if (loading != null) {
      loading.end();
    }
  }

  /** Each resource gets its part; the objects are made when somebody asks for them. */
  private void takeOver(StoredList stored) {
    for (int from = 0; from < stored.size(); ) {
      StoreKey first = stored.key(from);
      int to = stored.end(first.group(), first.resource());
      resource(first).startWith(stored.range(from, to), cold::added);
      from = to;
    }
  }

  /** A loop that runs once is interpreted to its end, but what it calls is compiled. */
  private ResourceCache.Loading load(ResourceCache.@Nullable Loading before, StoredObject object) {
    StoreKey key = object.key();
    ResourceCache.Loading loading = before;
    if (loading == null || !loading.holds(key)) {
      if (loading != null) {
        loading.end();
      }
      loading = resource(key).load();
    }
    loading.add(CachedObject.of(key, object.revision(), object.uid(), object.content()));
    cold.added(object.content());
    return loading;
  }

  /**
   * Loads all objects. Nothing changes until {@link #follow}, so that listeners can be added in
   * between without missing a change.
   */
  public static WatchCache load(ObjectStore store, CacheLimits limits) throws StoreException {
    return of(store, store.snapshot(), limits);
  }

  /** As {@link #load}, of objects that were already asked for. */
  public static WatchCache of(ObjectStore store, ObjectStore.Snapshot objects, CacheLimits limits) {
    return new WatchCache(store, limits, objects);
  }

  /** Begins to follow the store. */
  public void follow() throws StoreException {
    follow(loaded);
    cold.start();
  }

  /** Whether the cache follows the store; false while it has to load everything anew. */
  public boolean current() {
    return current;
  }

  /** The objects of a resource; an empty cache for one without objects. */
  public ResourceCache of(String group, String resource) {
    Name name = new Name(group, resource);
    ResourceCache known = resources.get(name);
    return known != null
        ? known
        : resources.computeIfAbsent(
            name, absent -> new ResourceCache(group, resource, limits, seen::get, seen.get()));
  }

  /** The newest revision that reads see. */
  public long revision() {
    return seen.get();
  }

  /**
   * Calls the listener for each change, before anybody who waits for its revision goes on. It runs
   * on the thread that made the change durable and must neither block nor throw.
   */
  public void addListener(Consumer<CacheEvent> listener) {
    listeners.add(listener);
  }

  /** Announces what is about to be written, so that its change is recognised. */
  public void expect(CachedObject prepared) {
    arriving.put(prepared.key(), prepared);
  }

  /** Ends {@link #expect}. */
  public void arrived(CachedObject prepared) {
    arriving.remove(prepared.key(), prepared);
  }

  /**
   * Waits until a revision that the store has acknowledged can be read.
   *
   * @throws ApiException with 503 if it does not come
   */
  public void awaitVisible(long revision) {
    if (!await(revision, VISIBLE)) {
      throw new ApiException(
          new Failure.Unavailable(
              "revision " + revision + " is stored but not yet visible, at " + seen.get()));
    }
  }

  /**
   * Waits until everything that any process has written so far can be read.
   *
   * @throws ApiException with 503 if the store does not answer
   */
  public void awaitLatest() {
    try {
      awaitVisible(store.latestRevision());
    } catch (StoreException e) {
      throw new ApiException(
          new Failure.Unavailable("the store does not answer: " + e.getMessage()), e);
    }
  }

  /** Waits for a revision that may not exist yet; false if it does not come in time. */
  public boolean await(long revision, Duration timeout) {
    try {
      return seen.await(revision, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(new Failure.Unavailable("the server is shutting down"), e);
    }
  }

  /** All live objects. */
  public List<CachedObject> all() {
    return resources.values().stream().flatMap(resource -> resource.all().stream()).toList();
  }

  /** The resources that have or had objects or watches. */
  public List<ResourceCache> resources() {
    return List.copyOf(resources.values());
  }

  /** Number of live objects. */
  public int size() {
    return resources.values().stream().mapToInt(ResourceCache::size).sum();
  }

  /** Number of running watches. */
  public int watcherCount() {
    return resources.values().stream().mapToInt(ResourceCache::watcherCount).sum();
  }

  @Override
  public void close() {
    ObjectStore.Subscription running;
    following.lock();
    try {
      closed = true;
      running = subscription;
      if (recovery != null) {
        recovery.interrupt();
      }
    } finally {
      following.unlock();
    }
    if (running != null) {
      running.close();
    }
    cold.close();
  }

  private void follow(long revision) throws StoreException {
    ObjectStore.Subscription started = store.follow(revision, new Following());
    following.lock();
    try {
      subscription = started;
      if (!closed) {
        return;
      }
    } finally {
      following.unlock();
    }
    started.close();
  }

  /** The store stopped delivering; what was missed is found by loading everything again. */
  private void reload(StoreException cause) {
    following.lock();
    try {
      if (closed) {
        return;
      }
      current = false;
      LOG.warn(
          "the store stopped delivering changes, loading all objects again: {}",
          cause.getMessage());
      recovery = Thread.ofVirtual().name("cache-recovery").start(this::recover);
    } finally {
      following.unlock();
    }
  }

  private void recover() {
    while (true) {
      try {
        ObjectStore.Snapshot snapshot = store.snapshot();
        replaceAll(snapshot);
        follow(snapshot.revision());
        current = true;
        return;
      } catch (StoreException e) {
        LOG.warn("the store does not answer: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("the objects of the store cannot be read", e);
      }
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Takes over a snapshot; all watches have to start anew, listeners are told the differences. */
  private void replaceAll(ObjectStore.Snapshot snapshot) {
    Map<Name, Map<StoreKey, CachedObject>> found = new HashMap<>();
    for (StoredObject object : snapshot.objects()) {
      StoreKey key = object.key();
      found
          .computeIfAbsent(new Name(key.group(), key.resource()), name -> new HashMap<>())
          .put(key, CachedObject.of(key, object.revision(), object.uid(), object.content()));
    }
    found.keySet().forEach(name -> of(name.group(), name.resource()));
    resources.forEach(
        (name, resource) -> {
          Map<StoreKey, CachedObject> objects = found.getOrDefault(name, Map.of());
          for (CachedObject known : resource.all()) {
            CachedObject now = objects.get(known.key());
            if (now == null || !now.uid().equals(known.uid())) {
              publish(resource, known.at(snapshot.revision()), true);
            }
          }
          for (CachedObject object : objects.values()) {
            CachedObject known = resource.current(object.key());
            if (known == null || known.revision() != object.revision()) {
              publish(resource, object, false);
            }
          }
          resource.expire(snapshot.revision());
        });
    seen.advance(snapshot.revision());
  }

  private ResourceCache resource(StoreKey key) {
    return of(key.group(), key.resource());
  }

  private void apply(Change change) {
    ResourceCache resource = resource(change.key());
    CachedObject known = resource.current(change.key());
    CachedObject object = arrived(change);
    if ((known == null ? 0 : known.revision()) != change.previousRevision()) {
      recover(resource, known, change);
    }
    publish(resource, object, change.kind() == Change.Kind.DELETE);
    seen.advance(change.revision());
    changed.add(resource);
  }

  private void tellWatches() {
    for (Iterator<ResourceCache> each = changed.iterator(); each.hasNext(); ) {
      ResourceCache resource = each.next();
      each.remove(); // before it is told: what changes meanwhile comes again
      resource.signal();
    }
  }

  private CachedObject arrived(Change change) {
    CachedObject own = arriving.get(change.key());
    return own != null && own.isStoredAs(change.uid(), change.content())
        ? own.at(change.revision())
        : CachedObject.of(change.key(), change.revision(), change.uid(), change.content());
  }

  private void publish(ResourceCache resource, CachedObject object, boolean deletion) {
    CacheEvent event = resource.apply(object, deletion);
    if (!deletion) {
      cold.added(object.content());
    }
    for (Consumer<CacheEvent> listener : listeners) {
      listener.accept(event);
    }
  }

  /** The follower lost changes: never a silent gap. */
  private void recover(ResourceCache resource, @Nullable CachedObject known, Change change) {
    LOG.warn(
        "changes of {} are missing: revision {} follows {}, known is {}",
        change.key(),
        change.revision(),
        change.previousRevision(),
        known == null ? 0 : known.revision());
    if (known != null && !known.uid().equals(change.uid())) {
      publish(resource, known.at(change.revision()), true);
    } else {
      resource.expire(change.revision() - 1);
    }
  }

  private record Name(String group, String resource) {}

  private final class Following implements PromptFollower {
    @Override
    public void changed(Change change) {
      apply(change);
    }

    @Override
    public void settled() {
      tellWatches();
    }

    @Override
    public void ended(StoreException cause) {
      reload(cause);
    }
  }
}
