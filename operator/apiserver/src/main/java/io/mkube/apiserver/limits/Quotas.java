package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.Companion;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.ObjectStore;
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
 * Resource quotas: what is used stands in their status, which is changed by compare-and-set
 * together with the creation of an object, so that no two writers take the last place, on whichever
 * servers they are, and nobody who counts anew finds one without the other. Where the store takes
 * one write at a time, and for changes, it is changed before. Thread-safe.
 */
public final class Quotas {
  private static final String RESOURCE = "resourcequotas";
  private static final int LOCKS = 64;

  /** Kinds of which a change can take more than before. */
  private static final Set<String> GROWING = Set.of("services", "persistentvolumeclaims");

  /** What is claimed for nothing. */
  private static final Room UNLIMITED = new Room(null, null, false);

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
    return reserve(resource, object, old, dryRun, false);
  }

  /** Whether what a namespace's quotas have left can be taken when an object is stored. */
  public boolean countTogether(String namespace) {
    if (namespace.isEmpty() || storage.of("", RESOURCE).size() == 0 || !storage.takesCompanions()) {
      return false;
    }
    int quotas = keys(namespace).size();
    return quotas > 0 && quotas < ObjectStore.MOST_TOGETHER;
  }

  /**
   * Finds room for an object that is about to be created. It is taken by storing the {@link
   * Room#companions} with the object. Close the room afterwards.
   *
   * @throws ApiException with 403 if there is none
   */
  public Room reserveTogether(ServedResource resource, ObjectNode object) {
    return reserve(resource, object, null, false, true);
  }

  private Room reserve(
      ServedResource resource,
      ObjectNode object,
      @Nullable ObjectNode old,
      boolean dryRun,
      boolean together) {
    String namespace = object.path("metadata").path("namespace").asText();
    String group = resource.type().kind().group();
    String plural = resource.type().plural();
    Amounts before = old == null ? Amounts.NONE : Usage.of(group, plural, old);
    Amounts delta = Usage.of(group, plural, object).excessOver(before);
    String name = object.path("metadata").path("name").asText();
    Wanted wanted = new Wanted(group, plural, resource.reference(name), object, delta);
    ReentrantLock lock = lock(namespace);
    lock.lock();
    Room room = new Room(this, lock, together);
    try {
      for (StoreKey key : keys(namespace)) {
        take(key, wanted, dryRun, room);
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

  /** Takes the room that one quota has, if the quota is concerned. */
  private void take(StoreKey key, Wanted wanted, boolean dryRun, Room room) {
    while (true) {
      Optional<CachedObject> stored = storage.get(key);
      if (stored.isEmpty()) {
        return;
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
        return;
      }
      if (quota.isCounted()) {
        quota
            .exceeded(asked)
            .ifPresent(
                text -> {
                  throw wanted.refusal(text);
                });
        if (dryRun) {
          return;
        }
        Amounts used = quota.used().plus(asked);
        if (room.together) {
          room.companions.add(new Companion(quota.stored(), quota.withUsed(used)));
          return;
        }
        if (stored(quota, used)) {
          room.changed.add(key);
          return;
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
   * Room that has been taken, or is taken by {@link #companions}. While it is open, no other writer
   * of the namespace takes any. What was not {@link #use used} when it closes is given back.
   */
  public static final class Room implements AutoCloseable {
    private final @Nullable Quotas quotas;
    private final @Nullable ReentrantLock lock;

    /** Whether the room is taken when the object is stored, and not before. */
    private final boolean together;

    private final List<StoreKey> changed = new ArrayList<>();
    private final List<Companion> companions = new ArrayList<>();
    private boolean used;

    private Room(@Nullable Quotas quotas, @Nullable ReentrantLock lock, boolean together) {
      this.quotas = quotas;
      this.lock = lock;
      this.together = together;
    }

    /** What has to be stored with the object. */
    public List<Companion> companions() {
      return companions;
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
