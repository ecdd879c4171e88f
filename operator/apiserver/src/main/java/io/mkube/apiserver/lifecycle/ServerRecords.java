package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.seal.SealedObjectStore;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.StoreKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A record of each server in the store that they share. A server renews its own; one whose record
 * stays as it is has ended. Time is counted by whoever looks, so clocks do not matter. For one
 * thread at a time.
 */
final class ServerRecords {
  /** As long as the leases last by which kube-apiservers know of each other. */
  static final Duration LASTS = Duration.ofSeconds(15);

  private static final String RESOURCE = "servers";
  private static final String RENEWALS = "renewals";

  private final ObjectStorage storage;
  private final Map<String, Seen> seen = new HashMap<>();

  /** A state of a record, and when it was first seen. */
  private record Seen(long revision, long nanos) {}

  ServerRecords(ObjectStorage storage) {
    this.storage = storage;
  }

  private static StoreKey key(String server) {
    return new StoreKey(SealedObjectStore.OWN_GROUP, RESOURCE, "", server);
  }

  /** Whether a server has a record. */
  boolean has(String server) {
    return storage.get(key(server)).isPresent();
  }

  /** Says that a server is there. */
  void renew(String server) {
    try {
      if (!has(server)) {
        storage.create(key(server), renewed(server, 0));
        return;
      }
    } catch (WriteConflictException e) {
      // one that had the same address before: it is there, and is renewed
    }
    var unused =
        storage.change(
            key(server), found -> Optional.of(renewed(server, found.path(RENEWALS).asLong() + 1)));
  }

  private static ObjectNode renewed(String server, long renewals) {
    ObjectNode record = Json.object();
    record.putObject("metadata").put("name", server).put("uid", server);
    return record.put(RENEWALS, renewals);
  }

  /** Whether a server has not renewed its record for longer than it lasts. */
  boolean ended(String server, long nanos) {
    long revision = storage.get(key(server)).map(CachedObject::revision).orElse(0L);
    Seen before = seen.get(server);
    if (before == null || before.revision() != revision) {
      seen.put(server, new Seen(revision, nanos));
      return false;
    }
    return nanos - before.nanos() >= LASTS.toNanos();
  }

  /** Takes a server's record away; false if it was renewed meanwhile, or another did so. */
  boolean remove(String server) {
    seen.remove(server);
    Optional<CachedObject> found = storage.get(key(server));
    try {
      if (found.isPresent()) {
        var unused = storage.delete(found.get(), found.get().decode());
      }
      return true;
    } catch (WriteConflictException e) {
      return false;
    }
  }
}
