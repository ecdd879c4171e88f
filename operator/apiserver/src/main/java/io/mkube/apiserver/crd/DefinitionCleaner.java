package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.lifecycle.WorkQueue;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.request.DeleteOptions;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.store.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes the objects of a definition that is being deleted, then lets the definition go; gives
 * names that have become free to definitions that wait for them.
 */
public final class DefinitionCleaner implements AutoCloseable {
  private final ObjectStorage storage;
  private final ResourceRegistry registry;
  private final DeleteVerbs deletes;
  private final NameAcceptance names;
  private final WorkQueue<String> queue;

  public DefinitionCleaner(
      ObjectStorage storage, ResourceRegistry registry, DeleteVerbs deletes, NameAcceptance names) {
    this.storage = storage;
    this.registry = registry;
    this.deletes = deletes;
    this.names = names;
    this.queue = new WorkQueue<>("definitions", this::examine);
  }

  /** Looks at the present definitions; call before the cache follows the store. */
  public void start() {
    definitions().forEach(definition -> queue.add(definition.name()));
    storage.cache().addListener(this::onChange);
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    CachedObject object = event.object();
    if (CustomResources.isDefinition(object.key())) {
      if (event.deletion()) {
        definitions().forEach(definition -> queue.add(definition.name()));
      } else {
        // Also one that has just come: the names it saw in use may have become free meanwhile.
        queue.add(object.name());
      }
    } else if (event.deletion()) {
      String name = object.key().resource() + "." + object.key().group();
      if (storage.get(key(name)).filter(CachedObject::deleting).isPresent()) {
        queue.add(name);
      }
    }
  }

  private List<CachedObject> definitions() {
    return storage
        .of(CustomResources.GROUP, CustomResources.RESOURCE)
        .list(ListScope.all(""), object -> true)
        .items();
  }

  private void examine(String name) {
    Optional<CachedObject> found = storage.get(key(name));
    if (found.isEmpty()) {
      return;
    }
    Definition definition = new Definition(found.get().decode(), found.get().revision());
    if (!definition.terminating()) {
      acceptWaiting(name);
    } else if (holdsObjects(found.get())) {
      clean(name, definition);
    }
  }

  private static boolean holdsObjects(CachedObject definition) {
    return ObjectMetadata.of(definition.decode()).finalizers().contains(NameAcceptance.CLEANUP);
  }

  private void acceptWaiting(String name) {
    storage.change(
        key(name),
        object -> {
          if (Condition.isTrue(object, NameAcceptance.NAMES_ACCEPTED)) {
            return Optional.empty();
          }
          ObjectNode before = object.deepCopy();
          names.accept(object);
          return object.equals(before) ? Optional.empty() : Optional.of(object);
        });
  }

  private void clean(String name, Definition definition) {
    storage.change(
        key(name),
        object -> {
          ObjectNode before = object.deepCopy();
          names.terminate(
              object, "InstanceDeletionInProgress", "CustomResource deletion is in progress");
          return object.equals(before) ? Optional.empty() : Optional.of(object);
        });
    objects(definition).forEach(object -> delete(definition, object));
    if (objects(definition).isEmpty()) {
      storage.change(
          key(name),
          object -> {
            ObjectMetadata metadata = ObjectMetadata.of(object);
            List<String> finalizers = new ArrayList<>(metadata.finalizers());
            finalizers.remove(NameAcceptance.CLEANUP);
            metadata.setFinalizers(finalizers);
            names.terminate(object, "InstanceDeletionCompleted", "removed all instances");
            return Optional.of(object);
          });
    }
  }

  private List<CachedObject> objects(Definition definition) {
    return storage
        .of(definition.group(), definition.plural())
        .list(ListScope.all(""), object -> true)
        .items();
  }

  private void delete(Definition definition, CachedObject object) {
    Optional<ServedResource> resource =
        registry.catalog().stored(definition.group(), definition.plural());
    if (resource.isEmpty() || object.deleting()) {
      return;
    }
    try {
      deletes.delete(
          resource.get(),
          object.namespace(),
          object.name(),
          DeleteOptions.background(object.uid()));
    } catch (ApiException e) {
      // Gone or replaced already; what is left is counted anew.
      if (!(e.failure() instanceof Failure.NotFound || e.failure() instanceof Failure.Conflict)) {
        throw e;
      }
    }
  }

  private static StoreKey key(String name) {
    return new StoreKey(CustomResources.GROUP, CustomResources.RESOURCE, "", name);
  }
}
