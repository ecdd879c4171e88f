package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.seal.SealedObjectStore;
import io.mkube.apiserver.storage.StorageGuard;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets no two services have the same address or node port, however many servers share the store.
 * What a service is about to get stands in one record of the store, which is changed by
 * compare-and-set: whoever changes it has seen every service and every claim before. Entries leave
 * the record with its next change after their service was stored or refused.
 */
final class ServiceClaims implements StorageGuard {
  static final StoreKey RECORD =
      new StoreKey(SealedObjectStore.OWN_GROUP, "claims", "", "services");

  private static final String CLAIMS = "claims";
  private static final int ATTEMPTS = 100;

  private final ObjectStore store;
  private final WatchCache cache;
  private final AllocatedServices allocated;
  private final ServiceAllocation allocation;

  /** Those of this server wait for each other, so that only other servers can come in between. */
  private final ReentrantLock lock = new ReentrantLock();

  ServiceClaims(
      ObjectStore store,
      WatchCache cache,
      AllocatedServices allocated,
      ServiceAllocation allocation) {
    this.store = store;
    this.cache = cache;
    this.allocated = allocated;
    this.allocation = allocation;
  }

  @Override
  public Claim claim(StoreKey key, ObjectNode service) {
    if (allocated.unclaimed(key, service).isEmpty()) {
      return Claim.NONE;
    }
    String token = UUID.randomUUID().toString();
    lock.lock();
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Optional<CachedObject> current = allocated.record();
        allocation.yieldTo(service, claim -> allocated.belongsToOther(key, claim));
        if (record(current, token, key, allocated.unclaimed(key, service))) {
          return stored -> settle(token, stored);
        }
      }
    } finally {
      lock.unlock();
    }
    throw new ApiException(new Failure.Internal("failed to allocate: the claims keep changing"));
  }

  private void settle(String token, boolean stored) {
    allocated.settle(token);
    if (stored) {
      return;
    }
    lock.lock();
    try {
      for (int i = 0; i < ATTEMPTS && allocated.isRecorded(token); i++) {
        if (record(allocated.record(), "", RECORD, Set.of())) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Changes the record; false if another server was faster, whose change is seen by now. */
  private boolean record(
      Optional<CachedObject> current, String token, StoreKey key, Set<String> claims) {
    ObjectNode next = next(current);
    if (!claims.isEmpty()) {
      ObjectNode entry = next.withArray(CLAIMS).addObject();
      entry.put("token", token).put("service", key.toString());
      claims.forEach(entry.putArray(CLAIMS)::add);
    }
    try {
      long before = current.map(CachedObject::revision).orElse(0L);
      cache.awaitVisible(store.write(new Write.Put(RECORD, before, "claims", Json.write(next))));
      return true;
    } catch (StoreException.Conflict e) {
      cache.awaitLatest();
      return false;
    } catch (StoreException e) {
      throw new ApiException(
          new Failure.Unavailable("the store does not take the claim: " + e.getMessage()), e);
    }
  }

  /** The record without what was settled. */
  private ObjectNode next(Optional<CachedObject> current) {
    ObjectNode next = Json.object();
    next.putObject("metadata").put("name", RECORD.name()).put("uid", CLAIMS);
    ArrayNode kept = next.putArray(CLAIMS);
    if (current.isPresent()) {
      for (JsonNode entry : current.get().decode().path(CLAIMS)) {
        if (!allocated.isSettled(entry.path("token").asText())) {
          kept.add(entry);
        }
      }
    }
    return next;
  }

  /** The claims that an entry of the record makes. */
  static Set<String> claimsOf(JsonNode entry) {
    Set<String> claims = new LinkedHashSet<>();
    entry.path(CLAIMS).forEach(claim -> claims.add(claim.asText()));
    return claims;
  }
}
