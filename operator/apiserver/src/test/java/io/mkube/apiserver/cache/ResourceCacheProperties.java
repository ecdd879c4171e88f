package io.mkube.apiserver.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written: the past can be read as it was, and watches see every step of the way. */
class ResourceCacheProperties {
  private static final CacheLimits LIMITS = new CacheLimits(1000, 1L << 30, 1);

  /** Puts or deletes one of a few names. */
  record Step(String name, boolean delete) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> step =
        Arbitraries.of("a", "b", "c", "d")
            .flatMap(name -> Arbitraries.of(true, false).map(delete -> new Step(name, delete)));
    return step.list().ofMaxSize(40);
  }

  @Property(tries = 200)
  void showsEveryPastStateAsItWas(@ForAll("steps") List<Step> steps) throws StoreException {
    try (ObjectStore store = new MemoryObjectStore();
        WatchCache cache = WatchCache.load(store, LIMITS)) {
      cache.follow();
      Map<Long, List<String>> states = new TreeMap<>();
      states.put(cache.revision(), List.of());
      TreeMap<String, Long> live = new TreeMap<>();
      for (Step step : steps) {
        perform(store, cache, step, live);
        states.put(cache.revision(), texts(live));
      }

      for (var state : states.entrySet()) {
        ResourceCache.Page page =
            objects(cache).listAt(state.getKey(), ListScope.all(""), object -> true);
        assertEquals(
            state.getValue(),
            page.items().stream().map(o -> o.name() + "@" + o.revision()).toList());
        assertEquals(state.getKey(), page.revision());
      }
    }
  }

  @Property(tries = 200)
  void replaysEveryStateFromEveryRevision(@ForAll("steps") List<Step> steps) throws StoreException {
    try (ObjectStore store = new MemoryObjectStore();
        WatchCache cache = WatchCache.load(store, LIMITS)) {
      cache.follow();
      TreeMap<String, Long> live = new TreeMap<>();
      List<Long> revisions = new ArrayList<>(List.of(cache.revision()));
      List<TreeMap<String, Long>> states = new ArrayList<>(List.of(new TreeMap<>()));
      for (Step step : steps) {
        perform(store, cache, step, live);
        revisions.add(cache.revision());
        states.add(new TreeMap<>(live));
      }

      for (int i = 0; i < revisions.size(); i++) {
        TreeMap<String, Long> replayed = states.get(i);
        CacheEvent place = objects(cache).after(revisions.get(i));
        for (CacheEvent event = place.next(); event != null; event = event.next()) {
          if (event.deletion()) {
            replayed.remove(event.object().name());
          } else {
            replayed.put(event.object().name(), event.revision());
          }
        }
        assertEquals(live, replayed);
      }
    }
  }

  @Property(tries = 50)
  void refusesWhatItNoLongerHolds(@ForAll("steps") List<Step> steps) throws StoreException {
    try (ObjectStore store = new MemoryObjectStore();
        WatchCache cache = WatchCache.load(store, new CacheLimits(5, 1, 1))) {
      cache.follow();
      long first = cache.revision();
      TreeMap<String, Long> live = new TreeMap<>();
      int changes = 0;
      for (Step step : steps) {
        changes += perform(store, cache, step, live);
      }

      boolean expired;
      try {
        objects(cache).after(first);
        expired = false;
      } catch (ApiException e) {
        expired = e.failure() instanceof Failure.Expired;
      }
      assertEquals(changes > 5, expired);
    }
  }

  private static int perform(
      ObjectStore store, WatchCache cache, Step step, NavigableMap<String, Long> live)
      throws StoreException {
    StoreKey key = new StoreKey("", "configmaps", "n", step.name());
    byte[] value =
        ("{\"metadata\":{\"name\":\"" + step.name() + "\"}}").getBytes(StandardCharsets.UTF_8);
    long revision = live.getOrDefault(step.name(), 0L);
    if (step.delete() && revision == 0) {
      return 0;
    }
    if (step.delete()) {
      cache.awaitVisible(store.write(new Write.Delete(key, revision, "u", value)));
      live.remove(step.name());
    } else {
      long written = store.write(new Write.Put(key, revision, "u", value));
      cache.awaitVisible(written);
      live.put(step.name(), written);
    }
    return 1;
  }

  private static List<String> texts(NavigableMap<String, Long> live) {
    return live.entrySet().stream().map(e -> e.getKey() + "@" + e.getValue()).toList();
  }

  private static ResourceCache objects(WatchCache cache) {
    return cache.of("", "configmaps");
  }
}
