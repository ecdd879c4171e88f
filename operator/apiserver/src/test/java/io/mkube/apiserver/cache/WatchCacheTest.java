package io.mkube.apiserver.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.error.ApiException;
import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the cache does when its store loses changes. */
class WatchCacheTest {
  private final FaultyStore store = new FaultyStore();

  private static StoreKey key(String name) {
    return new StoreKey("", "pods", "ns", name);
  }

  private static byte[] value(String name) {
    return ("{\"metadata\":{\"name\":\"" + name + "\"}}").getBytes(StandardCharsets.UTF_8);
  }

  private static StoredObject object(String name, long revision, String uid) {
    return new StoredObject(key(name), revision, uid, value(name));
  }

  private static Change put(long revision, String name, long previous, String uid) {
    return new Change(revision, Change.Kind.PUT, key(name), previous, uid, value(name));
  }

  private WatchCache start() throws StoreException {
    WatchCache cache = WatchCache.load(store, CacheLimits.DEFAULT);
    cache.follow();
    return cache;
  }

  @Test
  void expiresWatchesWhenAChangeIsMissing() throws StoreException {
    store.objects.add(object("a", 5, "u"));
    store.revision = 5;
    try (WatchCache cache = start()) {
      CacheEvent place = cache.of("", "pods").latest();

      store.deliver(put(9, "a", 7, "u"));

      assertFalse(cache.of("", "pods").holds(place));
      assertThrows(ApiException.class, () -> cache.of("", "pods").after(5));
      assertEquals(9, cache.of("", "pods").get("ns", "a").orElseThrow().revision());
    }
  }

  @Test
  void tellsThatAnObjectWasReplacedUnseen() throws StoreException {
    store.objects.add(object("a", 5, "old"));
    store.revision = 5;
    try (WatchCache cache = start()) {
      CacheEvent place = cache.of("", "pods").latest();

      store.deliver(put(9, "a", 0, "new"));

      CacheEvent deleted = assertNotNullEvent(place.next());
      CacheEvent added = assertNotNullEvent(deleted.next());
      assertTrue(cache.of("", "pods").holds(place));
      assertTrue(deleted.deletion());
      assertEquals("old", deleted.object().uid());
      assertEquals("new", added.object().uid());
    }
  }

  @Test
  void loadsEverythingAgainWhenTheStoreStopsDelivering() throws StoreException {
    store.objects.add(object("a", 5, "u"));
    store.objects.add(object("b", 6, "u"));
    store.revision = 6;
    try (WatchCache cache = start()) {
      List<String> told = new CopyOnWriteArrayList<>();
      cache.addListener(event -> told.add((event.deletion() ? "-" : "+") + event.object().name()));
      store.objects.clear();
      store.objects.add(object("b", 6, "u"));
      store.objects.add(object("c", 9, "u"));
      store.revision = 10;

      store.end(new StoreException.Unavailable("connection lost"));

      Awaitility.await().until(cache::current);
      assertTrue(cache.await(10, Duration.ofSeconds(10)));
      assertEquals(List.of("-a", "+c"), told);
      assertTrue(cache.of("", "pods").get("ns", "a").isEmpty());
      assertThrows(ApiException.class, () -> cache.of("", "pods").after(6));
      store.deliver(put(11, "d", 0, "u"));
      assertTrue(cache.of("", "pods").get("ns", "d").isPresent());
    }
  }

  private static CacheEvent assertNotNullEvent(@Nullable CacheEvent event) {
    assertNotNull(event);
    return event;
  }

  /** A store whose deliveries the test makes. */
  private static final class FaultyStore implements ObjectStore {
    private final List<StoredObject> objects = new ArrayList<>();
    private long revision = 1;
    private volatile Consumer<Change> listener = change -> {};
    private volatile Consumer<StoreException> ended = cause -> {};

    void deliver(Change change) {
      listener.accept(change);
    }

    void end(StoreException cause) {
      ended.accept(cause);
    }

    @Override
    public long write(Write write) throws StoreException {
      throw new StoreException.Unavailable("read only");
    }

    @Override
    public Snapshot snapshot() {
      return new Snapshot(revision, objects);
    }

    @Override
    public Subscription follow(
        long after, Consumer<Change> newListener, Consumer<StoreException> newEnded) {
      listener = newListener;
      ended = newEnded;
      return () -> {};
    }

    @Override
    public long latestRevision() {
      return revision;
    }

    @Override
    public StoreHealth health() {
      return new StoreHealth(true, "fake");
    }

    @Override
    public void close() {}
  }
}
