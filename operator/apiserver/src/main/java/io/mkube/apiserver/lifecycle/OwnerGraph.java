package io.mkube.apiserver.lifecycle;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.store.StoreKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who exists and who owns whom, by uid. Thread-safe. */
final class OwnerGraph {
  private final Map<String, StoreKey> live = new HashMap<>();
  private final Map<String, Set<StoreKey>> dependents = new HashMap<>();
  private final Map<StoreKey, List<String>> owners = new HashMap<>();

  /** Takes an object in, or what has changed of it. */
  synchronized void put(CachedObject object) {
    live.put(object.uid(), object.key());
    List<String> before =
        object.owners().isEmpty()
            ? owners.remove(object.key())
            : owners.put(object.key(), object.owners());
    if (before != null && !before.equals(object.owners())) {
      before.forEach(owner -> unlink(owner, object.key()));
    }
    for (String owner : object.owners()) {
      dependents.computeIfAbsent(owner, uid -> new HashSet<>()).add(object.key());
    }
  }

  /** Forgets an object. */
  synchronized void remove(CachedObject object) {
    live.remove(object.uid(), object.key());
    List<String> before = owners.remove(object.key());
    if (before != null) {
      before.forEach(owner -> unlink(owner, object.key()));
    }
  }

  /** Where the object with this uid is. */
  synchronized Optional<StoreKey> find(String uid) {
    return Optional.ofNullable(live.get(uid));
  }

  /** Objects that name this uid as an owner. */
  synchronized List<StoreKey> dependents(String uid) {
    return List.copyOf(dependents.getOrDefault(uid, Set.of()));
  }

  private void unlink(String owner, StoreKey dependent) {
    Set<StoreKey> keys = dependents.get(owner);
    if (keys != null) {
      keys.remove(dependent);
      if (keys.isEmpty()) {
        dependents.remove(owner);
      }
    }
  }
}
