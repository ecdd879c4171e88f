package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.store.StoreKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what the stored definitions say. Follows the cache, and does so before anybody who waits
 * for the write goes on: a definition is served when its write is answered, on every server.
 */
public final class CustomResources {
  private static final Logger LOG = LoggerFactory.getLogger(CustomResources.class);

  /** Group of definitions. */
  public static final String GROUP = "apiextensions.k8s.io";

  /** Resource of definitions. */
  public static final String RESOURCE = "customresourcedefinitions";

  private final WatchCache cache;
  private final ResourceRegistry registry;
  private final Map<String, String> served = new ConcurrentHashMap<>();

  public CustomResources(WatchCache cache, ResourceRegistry registry) {
    this.cache = cache;
    this.registry = registry;
  }

  /** Serves the definitions that are in the cache and follows their changes. */
  public void start() {
    for (CachedObject object : all(cache)) {
      apply(object);
    }
    cache.addListener(this::onChange);
  }

  /** All stored definitions. */
  public static List<ObjectNode> definitions(WatchCache cache) {
    return all(cache).stream().map(CachedObject::decode).toList();
  }

  static boolean isDefinition(StoreKey key) {
    return key.group().equals(GROUP) && key.resource().equals(RESOURCE);
  }

  private static List<CachedObject> all(WatchCache cache) {
    return cache.of(GROUP, RESOURCE).list(ListScope.all(""), object -> true).items();
  }

  private void onChange(CacheEvent event) {
    if (!isDefinition(event.object().key())) {
      return;
    }
    if (event.deletion()) {
      served.remove(event.object().name());
      registry.define(event.object().name(), List.of());
    } else {
      apply(event.object());
    }
  }

  private void apply(CachedObject object) {
    Definition definition = new Definition(object.decode(), object.revision());
    String fingerprint = definition.fingerprint();
    if (fingerprint.equals(served.put(object.name(), fingerprint))) {
      return;
    }
    try {
      registry.define(object.name(), definition.established() ? definition.resources() : List.of());
    } catch (RuntimeException e) {
      LOG.error("the definition {} cannot be served: {}", object.name(), e.getMessage());
      registry.define(object.name(), List.of());
    }
  }
}
