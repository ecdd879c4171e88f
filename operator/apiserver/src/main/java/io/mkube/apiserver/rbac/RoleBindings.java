package io.mkube.apiserver.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.store.StoreKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All roles and bindings, found by whom they are for. What a user has is put together when it is
 * first needed and kept until a role or binding changes, so that a decision costs a few look-ups.
 * Thread-safe.
 */
public final class RoleBindings {
  /** API group of roles and bindings. */
  public static final String GROUP = "rbac.authorization.k8s.io";

  private static final List<String> ROLES = List.of("clusterroles", "roles");
  private static final List<String> BINDINGS = List.of("clusterrolebindings", "rolebindings");

  /** More different users than this begin anew; each one costs a few kilobytes. */
  private static final int MAX_USERS = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RoleName, List<Rule>> roles = new HashMap<>();
  private final Map<StoreKey, Binding> bindings = new HashMap<>();
  private final Map<String, Map<StoreKey, Binding>> byUser = new HashMap<>();
  private final Map<String, Map<StoreKey, Binding>> byGroup = new HashMap<>();
  private volatile Map<Identity, Grants> known = new ConcurrentHashMap<>();

  private record Identity(String name, List<String> groups) {}

  private RoleBindings() {}

  /** Knows nothing yet. */
  static RoleBindings empty() {
    return new RoleBindings();
  }

  /** Knows what a cache holds, and follows it; call before the cache follows the store. */
  public static RoleBindings following(WatchCache cache) {
    RoleBindings index = new RoleBindings();
    for (List<String> resources : List.of(ROLES, BINDINGS)) {
      for (String resource : resources) {
        cache
            .of(GROUP, resource)
            .list(ListScope.all(""), object -> true)
            .items()
            .forEach(object -> index.put(object.key(), object.decode()));
      }
    }
    cache.addListener(index::onChange);
    return index;
  }

  /** Takes over a role or a binding. */
  void put(StoreKey key, ObjectNode object) {
    lock.lock();
    try {
      if (ROLES.contains(key.resource())) {
        roles.put(roleName(key), Rule.rules(object));
      } else {
        forget(key);
        Binding binding = Binding.of(key.namespace(), key.name(), object);
        bindings.put(key, binding);
        for (Binding.Subject subject : binding.subjects()) {
          index(subject)
              .computeIfAbsent(subject.carried(), name -> new TreeMap<>())
              .put(key, binding);
        }
      }
      known = new ConcurrentHashMap<>();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a role or a binding. */
  void remove(StoreKey key) {
    lock.lock();
    try {
      if (ROLES.contains(key.resource())) {
        roles.remove(roleName(key));
      } else {
        forget(key);
      }
      known = new ConcurrentHashMap<>();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the bindings of a user with groups allow something. */
  public Decision decide(String user, List<String> groups, Access access) {
    return grants(user, groups).decide(access);
  }

  /** The rules that a user with groups has in a namespace. */
  public List<Rule> rules(String user, List<String> groups, String namespace) {
    return grants(user, groups).rules(namespace);
  }

  /** What is wrong with the bindings of a user, for reviews. */
  public List<String> problems(String user, List<String> groups, String namespace) {
    return grants(user, groups).missing(namespace);
  }

  /** The rules of a role, empty if it does not exist. */
  public Optional<List<Rule>> rules(RoleName role) {
    lock.lock();
    try {
      return Optional.ofNullable(roles.get(role));
    } finally {
      lock.unlock();
    }
  }

  private void onChange(CacheEvent event) {
    CachedObject object = event.object();
    StoreKey key = object.key();
    if (!key.group().equals(GROUP)
        || !(ROLES.contains(key.resource()) || BINDINGS.contains(key.resource()))) {
      return;
    }
    if (event.deletion()) {
      remove(key);
    } else {
      put(key, object.decode());
    }
  }

  private Grants grants(String user, List<String> groups) {
    Map<Identity, Grants> cache = known;
    Identity identity = new Identity(user, groups);
    Grants grants = cache.get(identity);
    if (grants == null) {
      lock.lock();
      try {
        grants = compile(user, groups);
        cache = known;
        if (cache.size() >= MAX_USERS) {
          cache.clear();
        }
        cache.put(identity, grants);
      } finally {
        lock.unlock();
      }
    }
    return grants;
  }

  private Grants compile(String user, List<String> groups) {
    Map<StoreKey, Binding> found = new LinkedHashMap<>(byUser.getOrDefault(user, Map.of()));
    groups.forEach(group -> found.putAll(byGroup.getOrDefault(group, Map.of())));
    Grants grants = new Grants();
    for (Binding binding : new TreeMap<>(found).values()) {
      Binding.Subject subject =
          binding.subjects().stream()
              .filter(
                  each -> each.group() ? groups.contains(each.name()) : each.carried().equals(user))
              .findFirst()
              .orElseThrow();
      grants.add(binding, subject, roles.get(binding.role()));
    }
    return grants;
  }

  private void forget(StoreKey key) {
    Binding old = bindings.remove(key);
    if (old == null) {
      return;
    }
    for (Binding.Subject subject : old.subjects()) {
      Map<StoreKey, Binding> places = index(subject).get(subject.carried());
      if (places != null && places.remove(key) != null && places.isEmpty()) {
        index(subject).remove(subject.carried());
      }
    }
  }

  private Map<String, Map<StoreKey, Binding>> index(Binding.Subject subject) {
    return subject.group() ? byGroup : byUser;
  }

  private static RoleName roleName(StoreKey key) {
    return key.resource().equals("roles")
        ? new RoleName(RoleName.ROLE, key.namespace(), key.name())
        : new RoleName(RoleName.CLUSTER_ROLE, "", key.name());
  }
}
