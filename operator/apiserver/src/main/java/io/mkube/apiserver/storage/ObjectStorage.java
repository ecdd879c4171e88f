package io.mkube.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.metrics.TrafficFigures;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads objects from the cache and writes them to the store. A write returns when it is durable and
 * the cache shows it. Thread-safe.
 */
public final class ObjectStorage {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectStorage.class);
  private static final int STRIPES = 256;

  /** The resourceVersion is the revision of the write, which is not known before. */
  private static final Set<String> NOT_STORED = Set.of("resourceVersion", "selfLink");

  private final ObjectStore store;
  private final TrafficFigures traffic;
  private final WatchCache cache;
  private final Map<String, StorageGuard> guards;
  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  /** A storage whose objects have nothing to claim. */
  public ObjectStorage(ObjectStore store, WatchCache cache) {
    this(store, cache, Map.of(), new TrafficFigures());
  }

  /**
   * A storage.
   *
   * @param guards what is asked before an object of the core group is stored, by plural
   * @param traffic counts the writes
   */
  public ObjectStorage(
      ObjectStore store,
      WatchCache cache,
      Map<String, StorageGuard> guards,
      TrafficFigures traffic) {
    this.store = store;
    this.traffic = traffic;
    this.cache = cache;
    this.guards = Map.copyOf(guards);
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  public WatchCache cache() {
    return cache;
  }

  /** The cached objects of a resource. */
  public ResourceCache of(String group, String resource) {
    return cache.of(group, resource);
  }

  /** The present state of an object. */
  public Optional<CachedObject> get(StoreKey key) {
    return cache.of(key.group(), key.resource()).get(key);
  }

  /**
   * The present state of an object for somebody who is about to change it: what another process has
   * just made is waited for, before it is said that there is none.
   */
  public Optional<CachedObject> latest(StoreKey key) {
    Optional<CachedObject> known = get(key);
    if (known.isPresent()) {
      return known;
    }
    cache.awaitLatest();
    return get(key);
  }

  /**
   * Runs a read-change-write on one object. Those of this process on the same object wait for each
   * other, so that only other processes can come in between; what they do is a conflict.
   */
  public <T> T exclusively(StoreKey key, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(key.hashCode(), STRIPES)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stores an object that must not exist yet.
   *
   * @throws WriteConflictException if it exists
   */
  public CachedObject create(StoreKey key, ObjectNode object) throws WriteConflictException {
    return put(key, 0, object);
  }

  /** Whether {@link #create(StoreKey, ObjectNode, List)} takes companions now. */
  public boolean takesCompanions() {
    return store.writesTogether();
  }

  /**
   * Stores an object that must not exist yet, and changes of others: all or nothing. The object
   * comes before them, so whoever sees one of them sees the object.
   *
   * @throws WriteConflictException if it exists, or one of the others is no longer as it was; it
   *     tells which
   */
  public CachedObject create(StoreKey key, ObjectNode object, List<Companion> companions)
      throws WriteConflictException {
    return companions.isEmpty() ? put(key, 0, object) : put(key, 0, object, companions);
  }

  /**
   * Stores a changed object.
   *
   * @throws WriteConflictException if the stored object is no longer {@code current}
   */
  public CachedObject update(CachedObject current, ObjectNode object)
      throws WriteConflictException {
    return put(current.key(), current.revision(), object);
  }

  /**
   * Removes an object.
   *
   * @param current what is removed
   * @param last its last state, which watchers see
   * @throws WriteConflictException if the stored object is no longer {@code current}
   */
  public CachedObject delete(CachedObject current, ObjectNode last) throws WriteConflictException {
    CachedObject prepared = CachedObject.prepare(current.key(), last, NOT_STORED);
    return perform(
        new Write.Delete(current.key(), current.revision(), current.uid(), prepared.content()),
        prepared);
  }

  /**
   * Changes an object in its stored form, without the rules for clients. An object that is being
   * deleted goes when nothing holds it any longer.
   *
   * @param change gives the changed object for the present one, or empty to leave it; may be called
   *     again when another process was faster
   * @return the object after the change, empty if it does not exist
   */
  public Optional<CachedObject> change(
      StoreKey key, Function<ObjectNode, Optional<ObjectNode>> change) {
    while (true) {
      try {
        return exclusivelyOrConflict(key, change);
      } catch (WriteConflictException e) {
        LOG.debug("changing {} again: {}", key, e.getMessage());
      }
    }
  }

  private Optional<CachedObject> exclusivelyOrConflict(
      StoreKey key, Function<ObjectNode, Optional<ObjectNode>> change)
      throws WriteConflictException {
    ReentrantLock lock = locks[Math.floorMod(key.hashCode(), STRIPES)];
    lock.lock();
    try {
      Optional<CachedObject> current = get(key);
      if (current.isEmpty()) {
        return current;
      }
      Optional<ObjectNode> changed = change.apply(current.get().decode());
      if (changed.isEmpty()) {
        return current;
      }
      ObjectNode object = changed.get();
      return Optional.of(
          Removal.isDue(key, object)
              ? delete(current.get(), object)
              : update(current.get(), object));
    } finally {
      lock.unlock();
    }
  }

  private CachedObject put(StoreKey key, long expected, ObjectNode object)
      throws WriteConflictException {
    return put(key, expected, object, List.of());
  }

  private CachedObject put(
      StoreKey key, long expected, ObjectNode object, List<Companion> companions)
      throws WriteConflictException {
    StorageGuard guard = key.group().isEmpty() ? guards.get(key.resource()) : null;
    if (guard == null) {
      return putUnguarded(key, expected, object, companions);
    }
    StorageGuard.Claim claim = guard.claim(key, object);
    CachedObject stored;
    try {
      stored = putUnguarded(key, expected, object, companions);
    } catch (WriteConflictException e) {
      claim.settle(false);
      throw e;
    }
    claim.settle(true);
    return stored;
  }

  private CachedObject putUnguarded(
      StoreKey key, long expected, ObjectNode object, List<Companion> companions)
      throws WriteConflictException {
    CachedObject prepared = CachedObject.prepare(key, object, NOT_STORED);
    Write write = new Write.Put(key, expected, prepared.uid(), prepared.content());
    if (companions.isEmpty()) {
      return perform(write, prepared);
    }
    List<Write> writes = new ArrayList<>();
    writes.add(write);
    for (Companion companion : companions) {
      CachedObject current = companion.current();
      CachedObject changed = CachedObject.prepare(current.key(), companion.object(), NOT_STORED);
      writes.add(
          new Write.Put(current.key(), current.revision(), changed.uid(), changed.content()));
    }
    return perform(writes, prepared);
  }

  private CachedObject perform(Write write, CachedObject prepared) throws WriteConflictException {
    return perform(List.of(write), prepared);
  }

  private long timed(List<Write> writes) throws StoreException {
    Write write = writes.getFirst();
    long begin = System.nanoTime();
    try {
      return writes.size() == 1 ? store.write(write) : store.writeTogether(writes);
    } finally {
      String change = write.expectedRevision() == 0 ? "create" : "update";
      String operation = write instanceof Write.Put ? change : "delete";
      StoreKey key = write.key();
      traffic.stored(operation, key.group(), key.resource(), System.nanoTime() - begin);
    }
  }

  /** Writes an object, and others after it. */
  private CachedObject perform(List<Write> writes, CachedObject prepared)
      throws WriteConflictException {
    cache.expect(prepared);
    try {
      long revision = timed(writes);
      cache.awaitVisible(revision);
      return prepared.at(revision - writes.size() + 1);
    } catch (StoreException.Conflict e) {
      // The cache must show the write that came first before anybody decides anew.
      cache.awaitLatest();
      throw new WriteConflictException(e.key(), e);
    } catch (StoreException.TooLarge e) {
      throw new ApiException(
          new Failure.TooLarge("Request entity too large: " + e.getMessage()), e);
    } catch (StoreException e) {
      throw new ApiException(
          new Failure.Unavailable("the store does not take the write: " + e.getMessage()), e);
    } finally {
      cache.arrived(prepared);
    }
  }
}
