package io.mkube.apiserver.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.apiserver.cache.CacheLimits;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EventExpiryTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);

  private static void put(ObjectStore store, String resource, String name, String times)
      throws Exception {
    String json = "{\"metadata\":{\"name\":\"" + name + "\"}" + times + "}";
    store.write(
        new Write.Put(
            new StoreKey("", resource, "ns", name), 0, "u", json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void removesEventsAnHourAfterTheyLastHappened() throws Exception {
    try (ObjectStore store = new MemoryObjectStore()) {
      put(store, "events", "old", ",\"lastTimestamp\":\"2026-06-01T10:59:59Z\"");
      put(store, "events", "timeless", "");
      put(store, "events", "fresh", ",\"lastTimestamp\":\"2026-06-01T11:30:00Z\"");
      put(
          store,
          "events",
          "series",
          ",\"firstTimestamp\":\"2026-06-01T01:00:00Z\",\"series\":{\"lastObservedTime\":"
              + "\"2026-06-01T11:59:00.123456Z\"}");
      put(store, "pods", "old", ",\"lastTimestamp\":\"2026-06-01T01:00:00Z\"");
      try (WatchCache cache = WatchCache.load(store, CacheLimits.DEFAULT);
          EventExpiry expiry = new EventExpiry(new ObjectStorage(store, cache), NOW)) {
        cache.follow();

        expiry.start();

        Awaitility.await().until(() -> names(cache, "events").size() == 2);
        assertEquals(List.of("fresh", "series"), names(cache, "events"));
        assertEquals(List.of("old"), names(cache, "pods"));
      }
    }
  }

  private static List<String> names(WatchCache cache, String resource) {
    return cache.of("", resource).list(ListScope.all(""), object -> true).items().stream()
        .map(object -> object.name())
        .toList();
  }
}
