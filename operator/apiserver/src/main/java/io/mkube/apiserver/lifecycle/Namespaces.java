package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.request.DeleteOptions;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.store.StoreKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Furnishes new namespaces, empties those that are being deleted and lets them go. Also removes
 * what was created at the very moment in which its namespace went.
 */
public final class Namespaces implements AutoCloseable {
  private static final String RESOURCE = "namespaces";
  private static final String KUBERNETES = "kubernetes";

  /** What every namespace has. */
  private static final Set<String> FURNITURE =
      Set.of("serviceaccounts/default", "configmaps/kube-root-ca.crt");

  private final ObjectStorage storage;
  private final ResourceRegistry registry;
  private final DeleteVerbs deletes;
  private final SystemObjects system;
  private final NamespaceConditions conditions;
  private final WorkQueue<String> queue;

  public Namespaces(
      ObjectStorage storage,
      ResourceRegistry registry,
      DeleteVerbs deletes,
      SystemObjects system,
      NamespaceConditions conditions) {
    this.storage = storage;
    this.registry = registry;
    this.deletes = deletes;
    this.system = system;
    this.conditions = conditions;
    this.queue = new WorkQueue<>("namespaces", this::examine);
  }

  /** Looks at the present namespaces; call before the cache follows the store. */
  public void start() {
    storage
        .of("", RESOURCE)
        .list(ListScope.all(""), object -> true)
        .items()
        .forEach(namespace -> queue.add(namespace.name()));
    storage.cache().addListener(this::onChange);
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    StoreKey key = event.object().key();
    if (isNamespace(key)) {
      boolean news = event.before() == null || event.object().deleting();
      if (!event.deletion() && news) {
        queue.add(key.name());
      }
    } else if (!key.namespace().isEmpty() && concerns(event, key)) {
      queue.add(key.namespace());
    }
  }

  private boolean concerns(CacheEvent event, StoreKey key) {
    boolean furniture =
        key.group().isEmpty() && FURNITURE.contains(key.resource() + "/" + key.name());
    if (event.deletion()) {
      return furniture || deleting(key.namespace());
    }
    return event.before() == null
        ? storage.of("", RESOURCE).get("", key.namespace()).isEmpty()
        : furniture;
  }

  private boolean deleting(String namespace) {
    return storage.of("", RESOURCE).get("", namespace).map(CachedObject::deleting).orElse(true);
  }

  private void examine(String namespace) {
    Optional<CachedObject> found = storage.of("", RESOURCE).get("", namespace);
    if (found.isEmpty()) {
      empty(namespace);
    } else if (found.get().deleting()) {
      Map<String, List<CachedObject>> left = empty(namespace);
      report(found.get(), left);
    } else {
      system.ensureIn(namespace);
    }
  }

  /** Deletes everything in a namespace and returns what is left, by resource. */
  private Map<String, List<CachedObject>> empty(String namespace) {
    Map<String, List<CachedObject>> left = new TreeMap<>();
    for (ServedResource resource : registry.catalog().stored()) {
      if (!resource.namespaced()) {
        continue;
      }
      objects(resource, namespace).forEach(object -> delete(resource, object));
      List<CachedObject> remaining = objects(resource, namespace);
      if (!remaining.isEmpty()) {
        left.put(resource.type().plural() + "." + resource.type().kind().group(), remaining);
      }
    }
    return left;
  }

  private List<CachedObject> objects(ServedResource resource, String namespace) {
    return storage
        .of(resource.location().group(), resource.location().resource())
        .list(ListScope.all(namespace), object -> true)
        .items();
  }

  private void delete(ServedResource resource, CachedObject object) {
    if (object.deleting()) {
      return;
    }
    try {
      deletes.delete(
          resource, object.namespace(), object.name(), DeleteOptions.background(object.uid()));
    } catch (ApiException e) {
      // Gone or replaced already; what is left is counted anew.
      if (!(e.failure() instanceof Failure.NotFound || e.failure() instanceof Failure.Conflict)) {
        throw e;
      }
    }
  }

  private void report(CachedObject namespace, Map<String, List<CachedObject>> left) {
    storage.change(
        namespace.key(),
        object -> {
          if (!ObjectMetadata.of(object).uid().equals(namespace.uid())) {
            return Optional.empty();
          }
          ObjectNode before = object.deepCopy();
          conditions.set(object, left);
          if (left.isEmpty()) {
            dropFinalizer(object);
          }
          return object.equals(before) ? Optional.empty() : Optional.of(object);
        });
  }

  private static void dropFinalizer(ObjectNode object) {
    var kept = object.arrayNode();
    for (var finalizer : object.path("spec").path("finalizers")) {
      if (!finalizer.asText().equals(KUBERNETES)) {
        kept.add(finalizer);
      }
    }
    if (kept.isEmpty()) {
      object.withObject("/spec").remove("finalizers");
    } else {
      object.withObject("/spec").set("finalizers", kept);
    }
  }

  private static boolean isNamespace(StoreKey key) {
    return key.group().isEmpty() && key.resource().equals(RESOURCE);
  }
}
