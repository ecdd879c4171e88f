package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.store.StoreKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which addresses and node ports services have. What was just given out counts as taken for a
 * while, so that creates that run side by side do not get the same. Thread-safe.
 */
final class AllocatedServices {
  private static final Duration HELD = Duration.ofSeconds(10);

  private final Map<String, StoreKey> owners = new HashMap<>();
  private final Map<StoreKey, Set<String>> claims = new HashMap<>();
  private final Map<String, Long> held = new HashMap<>();

  private AllocatedServices() {}

  /** Those of the present services, and of all later ones. */
  static AllocatedServices of(WatchCache cache) {
    AllocatedServices allocated = new AllocatedServices();
    cache
        .of("", "services")
        .list(ListScope.all(""), object -> true)
        .items()
        .forEach(allocated::put);
    cache.addListener(allocated::onChange);
    return allocated;
  }

  /** Takes an address or port for a service that is about to be stored; false if it is taken. */
  synchronized boolean take(String claim) {
    long now = System.nanoTime();
    held.values().removeIf(since -> now - since > HELD.toNanos());
    return !owners.containsKey(claim) && held.putIfAbsent(claim, now) == null;
  }

  /** The name of a port among claims. */
  static String port(String protocol, int port) {
    return protocol + "/" + port;
  }

  private void onChange(CacheEvent event) {
    CachedObject object = event.object();
    if (!object.key().resource().equals("services") || !object.key().group().isEmpty()) {
      return;
    }
    if (event.deletion()) {
      replace(object.key(), Set.of());
    } else {
      put(object);
    }
  }

  private void put(CachedObject object) {
    replace(object.key(), claimsOf(object.decode()));
  }

  private static Set<String> claimsOf(ObjectNode service) {
    Set<String> found = new HashSet<>();
    JsonNode spec = service.path("spec");
    spec.path("clusterIPs").forEach(address -> found.add(address.asText()));
    found.remove("None");
    for (JsonNode port : spec.path("ports")) {
      int number = port.path("nodePort").asInt();
      if (number > 0) {
        found.add(port(port.path("protocol").asText(), number));
      }
    }
    int health = spec.path("healthCheckNodePort").asInt();
    if (health > 0) {
      found.add(port("TCP", health));
    }
    return found;
  }

  private synchronized void replace(StoreKey key, Set<String> now) {
    Set<String> before = now.isEmpty() ? claims.remove(key) : claims.put(key, now);
    if (before != null) {
      before.forEach(claim -> owners.remove(claim, key));
    }
    for (String claim : now) {
      owners.put(claim, key);
      held.remove(claim);
    }
  }
}
