package io.mkube.apiserver.lifecycle;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.store.StoreKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is owned by whom, by the owner's uid. Thread-safe. */
public final class OwnerGraph {
  private final Map<String, Set<StoreKey>> dependents = new HashMap<>();
  private final Map<StoreKey, List<String>> owners = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  /** Takes an object in, or what has changed of its owners. */
  public synchronized void put(CachedObject object) {
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

  /** Forgets an object; what it owned is still known, and that it went. */
  public synchronized void remove(CachedObject object) {
    if (dependents.containsKey(object.uid())) {
      gone.add(object.uid());
    }
    List<String> before = owners.remove(object.key());
    if (before != null) {
      before.forEach(owner -> unlink(owner, object.key()));
    }
  }

  /**
   * Whether the object with this uid was seen to go, by which time its kind may be gone as well.
   */
  synchronized boolean isGone(String uid) {
    return gone.contains(uid);
  }

  /** Objects that name this uid as an owner. */
  public synchronized List<StoreKey> dependents(String uid) {
    return List.copyOf(dependents.getOrDefault(uid, Set.of()));
  }

  private void unlink(String owner, StoreKey dependent) {
    Set<StoreKey> keys = dependents.get(owner);
    if (keys != null) {
      keys.remove(dependent);
      if (keys.isEmpty()) {
        dependents.remove(owner);
        gone.remove(owner);
      }
    }
  }
}
