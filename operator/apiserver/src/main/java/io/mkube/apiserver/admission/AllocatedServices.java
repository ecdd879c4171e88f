package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.schema.address.LenientAddresses;
import io.mkube.store.StoreKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses and node ports services have, and which ones any server has claimed for a service
 * that is about to be stored. What this server has just given out counts as taken for a while, so
 * that creates that run side by side do not get the same. Thread-safe.
 */
final class AllocatedServices {
  private static final Duration HELD = Duration.ofSeconds(10);

  private final Map<String, StoreKey> owners = new HashMap<>();

  /**
   * A server that has claimed something and has been silent for so long will not store it: NATS
   * closes connections that are silent for less.
   */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private final Map<StoreKey, Set<String>> claims = new HashMap<>();

  /** What clients did not ask for, so that they may get another one instead. */
  private final Map<String, Choice> chosen = new HashMap<>();

  /** Waits for what other servers have done. */
  private final Runnable refresh;

  private final Map<String, Pending> pending = new HashMap<>();

  /** What {@link #pending} was read from. */
  private @Nullable CachedObject record;

  private record Choice(String uid, long nanos) {}

  /**
   * An entry of the record of claims.
   *
   * @param service who gets it
   * @param claims addresses and ports
   * @param revision of the record when the entry was first seen in it
   * @param nanos when that was
   * @param settled whether the outcome is known
   */
  private record Pending(
      StoreKey service, Set<String> claims, long revision, long nanos, AtomicBoolean settled) {
    boolean counts(long now) {
      return !settled.get() && now - nanos < ABANDONED.toNanos();
    }
  }

  private AllocatedServices(Runnable refresh) {
    this.refresh = refresh;
  }

  /** Those of the present services, and of all later ones. */
  static AllocatedServices of(WatchCache cache) {
    AllocatedServices allocated = new AllocatedServices(cache::awaitLatest);
    cache
        .of("", "services")
        .list(ListScope.all(""), object -> true)
        .items()
        .forEach(allocated::put);
    cache
        .of(ServiceClaims.RECORD.group(), ServiceClaims.RECORD.resource())
        .get(ServiceClaims.RECORD)
        .ifPresent(allocated::recorded);
    cache.addListener(allocated::onChange);
    return allocated;
  }

  /**
   * Whether a client may have what it asks for, which another server may just have given up. What a
   * server has claimed for the same service before it died is no obstacle: one who tries again gets
   * it.
   */
  boolean isFree(ObjectMetadata service, String claim) {
    Predicate<StoreKey> same =
        key -> key.name().equals(service.name()) && key.namespace().equals(service.namespace());
    if (isFreeNow(claim, same)) {
      return true;
    }
    refresh.run();
    return isFreeNow(claim, same);
  }

  private synchronized boolean isFreeNow(String claim, Predicate<StoreKey> besides) {
    return !owners.containsKey(claim) && !isPending(claim, System.nanoTime(), besides);
  }

  /**
   * Chooses an address or port for a service that is about to be stored; false if it is taken.
   *
   * @param uid of the service
   */
  synchronized boolean choose(String claim, String uid) {
    long now = System.nanoTime();
    chosen.values().removeIf(choice -> now - choice.nanos() > HELD.toNanos());
    return isFreeNow(claim, service -> false)
        && chosen.putIfAbsent(claim, new Choice(uid, now)) == null;
  }

  /** Whether it was chosen for this service, whose client did not ask for it. */
  synchronized boolean isChosen(String claim, String uid) {
    Choice choice = chosen.get(claim);
    return choice != null && choice.uid().equals(uid);
  }

  /** What a service has that was not stored with it yet. */
  synchronized Set<String> unclaimed(StoreKey key, ObjectNode service) {
    Set<String> wanted = claimsOf(service);
    wanted.removeIf(claim -> key.equals(owners.get(claim)));
    return wanted;
  }

  /** Whether another service has it or is about to have it. */
  synchronized boolean belongsToOther(StoreKey key, String claim) {
    StoreKey owner = owners.get(claim);
    return (owner != null && !owner.equals(key))
        || isPending(claim, System.nanoTime(), key::equals);
  }

  private boolean isPending(String claim, long now, Predicate<StoreKey> besides) {
    for (Pending entry : pending.values()) {
      if (entry.claims().contains(claim) && entry.counts(now) && !besides.test(entry.service())) {
        return true;
      }
    }
    return false;
  }

  /** The outcome of an entry is known: it counts no longer and leaves the record. */
  synchronized void settle(String token) {
    Pending entry = pending.get(token);
    if (entry != null) {
      entry.settled().set(true);
    }
  }

  /** Whether an entry counts no longer. */
  synchronized boolean isSettled(String token) {
    Pending entry = pending.get(token);
    return entry != null && !entry.counts(System.nanoTime());
  }

  /** Whether an entry is in the record. */
  synchronized boolean isRecorded(String token) {
    return pending.containsKey(token);
  }

  /**
   * The record of claims as far as it counts here. Whoever changes this one, and checked afterwards
   * what is taken, has overlooked nothing: all that came before it is counted as well.
   */
  synchronized Optional<CachedObject> record() {
    return Optional.ofNullable(record);
  }

  private synchronized void recorded(CachedObject object) {
    record = object;
    Map<String, Pending> before = Map.copyOf(pending);
    pending.clear();
    for (JsonNode entry : object.decode().path("claims")) {
      String token = entry.path("token").asText();
      Pending known = before.get(token);
      pending.put(
          token,
          known != null
              ? known
              : new Pending(
                  StoreKey.parse(entry.path("service").asText()),
                  ServiceClaims.claimsOf(entry),
                  object.revision(),
                  System.nanoTime(),
                  new AtomicBoolean()));
    }
  }

  /** A service was stored or removed: what was claimed for it before is settled. */
  private synchronized void settle(StoreKey service, long revision, Set<String> stored) {
    for (Pending entry : pending.values()) {
      if (entry.service().equals(service)
          && entry.revision() < revision
          && (stored.isEmpty() || stored.containsAll(entry.claims()))) {
        entry.settled().set(true);
      }
    }
  }

  /** The name of a port among claims. */
  static String port(String protocol, int port) {
    return protocol + "/" + port;
  }

  private void onChange(CacheEvent event) {
    CachedObject object = event.object();
    if (object.key().equals(ServiceClaims.RECORD)) {
      recorded(object);
      return;
    }
    if (!object.key().resource().equals("services") || !object.key().group().isEmpty()) {
      return;
    }
    if (event.deletion()) {
      replace(object.key(), Set.of());
      settle(object.key(), event.revision(), Set.of());
    } else {
      put(object);
    }
  }

  private void put(CachedObject object) {
    Set<String> stored = claimsOf(object.decode());
    replace(object.key(), stored);
    if (!stored.isEmpty()) {
      settle(object.key(), object.revision(), stored);
    }
  }

  private static Set<String> claimsOf(ObjectNode service) {
    Set<String> found = new HashSet<>();
    JsonNode spec = service.path("spec");
    for (JsonNode address : spec.path("clusterIPs")) {
      found.add(LenientAddresses.plain(address.asText()).orElse(address.asText()));
    }
    found.remove("None");
    for (JsonNode port : spec.path("ports")) {
      int number = port.path("nodePort").asInt();
      if (number > 0) {
        found.add(port(port.path("protocol").asText(), number));
      }
    }
    int health = spec.path("healthCheckNodePort").asInt();
    if (health > 0) {
      found.add(port("TCP", health));
    }
    return found;
  }

  private synchronized void replace(StoreKey key, Set<String> now) {
    Set<String> before = now.isEmpty() ? claims.remove(key) : claims.put(key, now);
    if (before != null) {
      before.forEach(claim -> owners.remove(claim, key));
    }
    for (String claim : now) {
      owners.put(claim, key);
    }
  }
}
