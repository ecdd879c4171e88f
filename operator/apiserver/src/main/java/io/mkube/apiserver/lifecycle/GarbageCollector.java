package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.object.ObjectMetadata.OwnerReference;
import io.mkube.apiserver.request.DeleteOptions;
import io.mkube.apiserver.request.DeleteOptions.Propagation;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Removes objects whose owners are all gone, and does what the finalizers {@code
 * foregroundDeletion} and {@code orphan} ask for. Owners are told apart by uid alone: one of the
 * same name that came later is another one.
 */
public final class GarbageCollector implements AutoCloseable {
  /** Reading so many takes as much time as a start. */
  private static final int MANY = 10_000;

  /** A change waits for so many to be read at most. */
  private static final int AT_ONCE = 64;

  private static final Duration FIRST_REQUESTS = Duration.ofSeconds(2);

  private final ObjectStorage storage;
  private final ResourceRegistry registry;
  private final DeleteVerbs deletes;
  private final OwnerGraph graph = new OwnerGraph();
  private final Owners owners;
  private final OwnerComplaints complaints;
  private final WorkQueue<StoreKey> queue;
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final Thread loader = Thread.ofPlatform().name("owners").daemon().unstarted(this::load);

  public GarbageCollector(
      ObjectStorage storage, ResourceRegistry registry, DeleteVerbs deletes, Clock clock) {
    this.storage = storage;
    this.registry = registry;
    this.deletes = deletes;
    this.owners = new Owners(storage, registry);
    this.complaints = new OwnerComplaints(storage, clock);
    this.queue = new WorkQueue<>("garbage-collector", this::examine);
  }

  /**
   * Takes the present objects in before it examines any; call before the cache follows the store.
   */
  public void start() {
    storage.cache().addListener(this::onChange);
    loader.start();
  }

  /** Owners are read from each object, which a start with many should not have to wait for. */
  private void load() {
    if (storage.cache().size() > MANY && !settled()) {
      return;
    }
    for (ResourceCache resource : storage.cache().resources()) {
      StoreKey last = null;
      do {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        last = takeSome(resource, last);
      } while (last != null);
    }
    loaded.countDown();
  }

  /** Returns the key of the last one taken in, null behind the last one of all. */
  private @Nullable StoreKey takeSome(ResourceCache resource, @Nullable StoreKey after) {
    // Under this lock, what is read here cannot overtake the change that follows it.
    synchronized (graph) {
      List<CachedObject> some = resource.glance(after, AT_ONCE);
      some.forEach(this::take);
      return some.isEmpty() ? null : some.getLast().key();
    }
  }

  /** Lets the first requests have the processors; false if the server closes meanwhile. */
  private static boolean settled() {
    try {
      Thread.sleep(FIRST_REQUESTS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void take(CachedObject object) {
    graph.put(object);
    if (!object.owners().isEmpty() || object.deleting()) {
      queue.add(object.key());
    }
  }

  @Override
  public void close() {
    loader.interrupt();
    loaded.countDown();
    queue.close();
  }

  private void onChange(CacheEvent event) {
    CachedObject object = event.object();
    if (event.deletion()) {
      graph.remove(object);
      graph.dependents(object.uid()).forEach(queue::add);
      if (!object.owners().isEmpty()) {
        references(object)
            .forEach(owner -> owners.key(owner, object.namespace()).ifPresent(queue::add));
      }
      return;
    }
    take(object);
  }

  private void examine(StoreKey key) {
    try {
      loaded.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Optional<CachedObject> found = storage.get(key);
    if (found.isEmpty()) {
      return;
    }
    CachedObject object = found.get();
    if (object.deleting()) {
      finish(object);
    }
    if (!object.owners().isEmpty()) {
      checkOwners(object);
    }
  }

  private void finish(CachedObject owner) {
    List<String> finalizers = ObjectMetadata.of(owner.decode()).finalizers();
    if (finalizers.contains(DeleteVerbs.ORPHAN)) {
      for (StoreKey dependent : graph.dependents(owner.uid())) {
        dropOwners(dependent, Set.of(owner.uid()));
      }
      dropFinalizer(owner, DeleteVerbs.ORPHAN);
    } else if (finalizers.contains(DeleteVerbs.FOREGROUND)) {
      boolean blocked = false;
      for (StoreKey dependent : graph.dependents(owner.uid())) {
        Optional<CachedObject> object = storage.get(dependent);
        if (object.isPresent()) {
          blocked |= blocks(object.get(), owner.uid());
          queue.add(dependent);
        }
      }
      if (!blocked) {
        dropFinalizer(owner, DeleteVerbs.FOREGROUND);
      }
    }
  }

  private static boolean blocks(CachedObject dependent, String owner) {
    return references(dependent).stream()
        .anyMatch(reference -> reference.uid().equals(owner) && reference.blockOwnerDeletion());
  }

  private void checkOwners(CachedObject object) {
    boolean kept = false;
    boolean waiting = false;
    Set<String> dropped = new HashSet<>();
    for (OwnerReference owner : references(object)) {
      Owners.State state =
          graph.isGone(owner.uid()) ? Owners.State.ABSENT : owners.of(owner, object.namespace());
      switch (state) {
        case PRESENT, UNRESOLVABLE -> kept = true;
        case MISPLACED -> {
          kept = true;
          complaints.unresolvable(object, owner);
        }
        case ABSENT -> {
          dropped.add(owner.uid());
          if (!graph.isGone(owner.uid()) && owners.elsewhere(owner)) {
            complaints.unresolvable(object, owner);
          }
        }
        case WAITING -> {
          waiting = true;
          if (!owner.blockOwnerDeletion()) {
            owners.key(owner, object.namespace()).ifPresent(queue::add);
          }
          dropped.add(owner.uid());
        }
      }
    }
    if (!kept) {
      if (waiting && ownsItself(object)) {
        release(object.key());
      }
      delete(object, waiting ? Propagation.FOREGROUND : policy(object));
    } else if (!dropped.isEmpty()) {
      dropOwners(object.key(), dropped);
    }
  }

  /** Whether owners in a circle wait for each other, and this one is in the circle. */
  private boolean ownsItself(CachedObject object) {
    Set<String> seen = new HashSet<>();
    Deque<String> owners = new ArrayDeque<>(List.of(object.uid()));
    while (!owners.isEmpty()) {
      for (StoreKey key : graph.dependents(owners.remove())) {
        String uid = storage.get(key).map(CachedObject::uid).orElse("");
        if (uid.equals(object.uid())) {
          return true;
        }
        if (seen.add(uid)) {
          owners.add(uid);
        }
      }
    }
    return false;
  }

  /** Lets the owners of an object go before it. */
  private void release(StoreKey key) {
    storage.change(
        key,
        object -> {
          boolean blocked = false;
          for (var owner : object.withArray("/metadata/ownerReferences")) {
            if (owner.path("blockOwnerDeletion").asBoolean()) {
              ((ObjectNode) owner).put("blockOwnerDeletion", false);
              blocked = true;
            }
          }
          return blocked ? Optional.of(object) : Optional.empty();
        });
  }

  private static List<OwnerReference> references(CachedObject object) {
    return ObjectMetadata.of(object.decode()).ownerReferences();
  }

  private static Propagation policy(CachedObject object) {
    List<String> finalizers = ObjectMetadata.of(object.decode()).finalizers();
    if (finalizers.contains(DeleteVerbs.ORPHAN)) {
      return Propagation.ORPHAN;
    }
    return finalizers.contains(DeleteVerbs.FOREGROUND)
        ? Propagation.FOREGROUND
        : Propagation.BACKGROUND;
  }

  private void delete(CachedObject object, Propagation propagation) {
    StoreKey key = object.key();
    Optional<ServedResource> resource = registry.catalog().stored(key.group(), key.resource());
    if (resource.isEmpty() || (object.deleting() && propagation == policy(object))) {
      return;
    }
    try {
      deletes.delete(
          resource.get(),
          key.namespace(),
          key.name(),
          new DeleteOptions(
              false, OptionalLong.empty(), Optional.of(propagation), object.uid(), ""));
    } catch (ApiException e) {
      // Gone, or another object by now: whoever did that is asked anew by the change itself.
      if (!(e.failure() instanceof Failure.NotFound || e.failure() instanceof Failure.Conflict)) {
        throw e;
      }
    }
  }

  private void dropOwners(StoreKey key, Set<String> uids) {
    storage.change(
        key,
        object -> {
          ObjectNode metadata = ObjectMetadata.of(object).node();
          ArrayNode kept = object.arrayNode();
          boolean dropped = false;
          for (var owner : metadata.path("ownerReferences")) {
            if (uids.contains(owner.path("uid").asText())) {
              dropped = true;
            } else {
              kept.add(owner);
            }
          }
          if (kept.isEmpty()) {
            metadata.remove("ownerReferences");
          } else {
            metadata.set("ownerReferences", kept);
          }
          return dropped ? Optional.of(object) : Optional.empty();
        });
  }

  private void dropFinalizer(CachedObject owner, String finalizer) {
    storage.change(
        owner.key(),
        object -> {
          ObjectMetadata metadata = ObjectMetadata.of(object);
          List<String> finalizers = new ArrayList<>(metadata.finalizers());
          boolean dropped = metadata.uid().equals(owner.uid()) && finalizers.remove(finalizer);
          metadata.setFinalizers(finalizers);
          return dropped ? Optional.of(object) : Optional.empty();
        });
  }
}
