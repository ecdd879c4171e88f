package io.mkube.benchmarks;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import io.mkube.store.Write;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A store that counts writes by resource. */
final class CountingStore implements ObjectStore {
  private final ObjectStore store;
  private final Map<String, LongAdder> writes = new ConcurrentHashMap<>();

  CountingStore(ObjectStore store) {
    this.store = store;
  }

  /** Writes by resource since the last {@link #forget}. */
  Map<String, Long> writes() {
    Map<String, Long> counts = new TreeMap<>();
    writes.forEach((resource, count) -> counts.put(resource, count.sum()));
    return counts;
  }

  void forget() {
    writes.clear();
  }

  @Override
  public long write(Write write) throws StoreException {
    writes.computeIfAbsent(write.key().resource(), key -> new LongAdder()).increment();
    return store.write(write);
  }

  @Override
  public Snapshot snapshot() throws StoreException {
    return store.snapshot();
  }

  @Override
  public Subscription follow(
      long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
      throws StoreException {
    return store.follow(afterRevision, listener, ended);
  }

  @Override
  public Subscription follow(long afterRevision, PromptFollower follower) throws StoreException {
    return store.follow(afterRevision, follower);
  }

  @Override
  public long latestRevision() throws StoreException {
    return store.latestRevision();
  }

  @Override
  public StoreHealth health() {
    return store.health();
  }

  @Override
  public void close() {
    store.close();
  }
}
