package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.StoreKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resource quotas: what is used stands in their status, which is changed by compare-and-set before
 * an object is stored, so that no two writers take the last place, on whichever servers they are.
 * Thread-safe.
 */
public final class Quotas {
  private static final String RESOURCE = "resourcequotas";
  private static final int LOCKS = 64;

  /** Kinds of which a change can take more than before. */
  private static final Set<String> GROWING = Set.of("services", "persistentvolumeclaims");

  /** What is claimed for nothing. */
  private static final Room UNLIMITED = new Room(null, List.of(), null);

  private final ObjectStorage storage;

  /** Writers of one namespace wait for each other; so do those of a few that share a lock. */
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  public Quotas(ObjectStorage storage) {
    this.storage = storage;
  }

  /**
   * Takes room for an object that is about to be stored. Close the room afterwards.
   *
   * @param old what it replaces, null for a new one
   * @param dryRun whether nothing will be stored
   * @throws ApiException with 403 if there is none
   */
  public Room reserve(
      ServedResource resource, ObjectNode object, @Nullable ObjectNode old, boolean dryRun) {
    String namespace = object.path("metadata").path("namespace").asText();
    if (namespace.isEmpty() || storage.of("", RESOURCE).size() == 0) {
      return UNLIMITED;
    }
    String group = resource.type().kind().group();
    String plural = resource.type().plural();
    if (old != null && !(group.isEmpty() && GROWING.contains(plural))) {
      return UNLIMITED;
    }
    if (keys(namespace).isEmpty()) {
      return UNLIMITED;
    }
    Amounts before = old == null ? Amounts.NONE : Usage.of(group, plural, old);
    Amounts delta = Usage.of(group, plural, object).excessOver(before);
    String name = object.path("metadata").path("name").asText();
    Wanted wanted = new Wanted(group, plural, resource.reference(name), object, delta);
    ReentrantLock lock = lock(namespace);
    lock.lock();
    List<StoreKey> changed = new ArrayList<>();
    Room room = new Room(this, changed, lock);
    try {
      for (StoreKey key : keys(namespace)) {
        if (take(key, wanted, dryRun)) {
          changed.add(key);
        }
      }
      return room;
    } catch (RuntimeException e) {
      room.close();
      throw e;
    }
  }

  /**
   * Counts anew what a quota's namespace holds and corrects its status; nothing if the quota is
   * gone.
   */
  public void recount(StoreKey key) {
    ReentrantLock lock = lock(key.namespace());
    lock.lock();
    try {
      while (true) {
        Optional<CachedObject> stored = storage.get(key);
        if (stored.isEmpty() || recounted(Quota.of(stored.get()))) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The quotas of a namespace. */
  public List<StoreKey> keys(String namespace) {
    return storage.of("", RESOURCE).list(ListScope.all(namespace), quota -> true).items().stream()
        .map(CachedObject::key)
        .toList();
  }

  private record Wanted(
      String group, String plural, ObjectReference reference, JsonNode object, Amounts delta) {
    ApiException refusal(String text) {
      return ApiException.forbidden(reference, text);
    }
  }

  /** Takes the room that one quota has; false if the quota is not concerned. */
  private boolean take(StoreKey key, Wanted wanted, boolean dryRun) {
    while (true) {
      Optional<CachedObject> stored = storage.get(key);
      if (stored.isEmpty()) {
        return false;
      }
      Quota quota = Quota.of(stored.get());
      Set<String> about = quota.about(wanted.group(), wanted.plural(), wanted.object());
      if (wanted.plural().equals("pods") && wanted.group().isEmpty()) {
        Quota.unsaid(about, wanted.object())
            .ifPresent(
                text -> {
                  throw wanted.refusal("failed quota: " + quota.name() + ": " + text);
                });
      }
      Amounts asked = wanted.delta().only(about);
      if (asked.isEmpty()) {
        return false;
      }
      if (quota.isCounted()) {
        quota
            .exceeded(asked)
            .ifPresent(
                text -> {
                  throw wanted.refusal(text);
                });
        if (dryRun) {
          return false;
        }
        if (stored(quota, quota.used().plus(asked))) {
          return true;
        }
      } else {
        var unused = recounted(quota);
      }
    }
  }

  /** Whether the status is right, perhaps because it has been corrected. */
  private boolean recounted(Quota quota) {
    Amounts used = count(quota);
    return (quota.isCounted() && quota.used().text().equals(used.text())) || stored(quota, used);
  }

  private Amounts count(Quota quota) {
    Set<Map.Entry<String, String>> kinds = new HashSet<>();
    quota.hard().names().forEach(name -> kinds.add(Usage.kindOf(name)));
    Amounts used = Amounts.NONE;
    for (Map.Entry<String, String> kind : kinds) {
      List<CachedObject> objects =
          storage
              .of(kind.getKey(), kind.getValue())
              .list(ListScope.all(quota.stored().namespace()), object -> true)
              .items();
      for (CachedObject object : objects) {
        ObjectNode decoded = object.decode();
        Set<String> about = quota.about(kind.getKey(), kind.getValue(), decoded);
        used = used.plus(Usage.of(kind.getKey(), kind.getValue(), decoded).only(about));
      }
    }
    return used.filled(quota.hard().names());
  }

  /** Writes a status; false if somebody else was faster, which the cache shows by now. */
  private boolean stored(Quota quota, Amounts used) {
    try {
      var unused = storage.update(quota.stored(), quota.withUsed(used));
      return true;
    } catch (WriteConflictException e) {
      return false;
    }
  }

  private ReentrantLock lock(String namespace) {
    return locks.get(Math.floorMod(namespace.hashCode(), LOCKS));
  }

  /**
   * Room that has been taken. While it is open, no other writer of the namespace takes any. What
   * was not {@link #use used} when it closes is given back.
   */
  public static final class Room implements AutoCloseable {
    private final @Nullable Quotas quotas;
    private final List<StoreKey> changed;
    private final @Nullable ReentrantLock lock;
    private boolean used;

    private Room(@Nullable Quotas quotas, List<StoreKey> changed, @Nullable ReentrantLock lock) {
      this.quotas = quotas;
      this.changed = changed;
      this.lock = lock;
    }

    /** Says that the object is stored. */
    public <T> T use(T stored) {
      if (lock != null) {
        used = true;
      }
      return stored;
    }

    @Override
    public void close() {
      if (lock == null || quotas == null) {
        return;
      }
      try {
        if (!used) {
          changed.forEach(quotas::recount);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
