package io.mkube.apiserver.lifecycle;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.object.ObjectMetadata.OwnerReference;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.store.StoreKey;
import java.util.Optional;

/** Finds out what has become of an owner. */
final class Owners {
  private final ObjectStorage storage;
  private final ResourceRegistry registry;

  Owners(ObjectStorage storage, ResourceRegistry registry) {
    this.storage = storage;
    this.registry = registry;
  }

  /** The state of an owner of an object that is, or was, in a namespace. */
  State of(OwnerReference reference, String namespace) {
    Optional<ServedResource> resource = resource(reference);
    if (resource.isEmpty()) {
      return State.UNRESOLVABLE;
    }
    if (namespace.isEmpty() && resource.get().namespaced()) {
      return State.MISPLACED;
    }
    Optional<CachedObject> owner =
        storage
            .get(resource.get().key(namespace, reference.name()))
            .filter(object -> object.uid().equals(reference.uid()));
    if (owner.isEmpty()) {
      return State.ABSENT;
    }
    return awaitsDependents(owner.get()) ? State.WAITING : State.PRESENT;
  }

  /** Whether an owner that is not in a namespace is in another one. */
  boolean elsewhere(OwnerReference reference) {
    Optional<ServedResource> resource = resource(reference).filter(ServedResource::namespaced);
    return resource.isPresent()
        && storage.of("", "namespaces").list(ListScope.all(""), namespace -> true).items().stream()
            .map(namespace -> resource.get().key(namespace.name(), reference.name()))
            .anyMatch(
                key ->
                    storage
                        .get(key)
                        .filter(found -> found.uid().equals(reference.uid()))
                        .isPresent());
  }

  /** Where the owner would be. */
  Optional<StoreKey> key(OwnerReference reference, String namespace) {
    return resource(reference).map(resource -> resource.key(namespace, reference.name()));
  }

  private Optional<ServedResource> resource(OwnerReference reference) {
    return registry
        .catalog()
        .find(GroupVersionKind.of(reference.apiVersion(), reference.kind()))
        .filter(resource -> !resource.answered());
  }

  private static boolean awaitsDependents(CachedObject owner) {
    return owner.deleting()
        && ObjectMetadata.of(owner.decode()).finalizers().contains(DeleteVerbs.FOREGROUND);
  }

  /** What has become of an owner. */
  enum State {
    /** It exists. */
    PRESENT,
    /** It exists until its dependents are gone. */
    WAITING,
    /** There is none of its name, or it is another one. */
    ABSENT,
    /** Nobody can say: it would be in a namespace, and its dependent is cluster-wide. */
    MISPLACED,
    /** Nobody can say: its kind is not served. */
    UNRESOLVABLE
  }
}
