package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Removes Events an hour after they last happened. */
public final class EventExpiry implements AutoCloseable {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final String RESOURCE = "events";
  private static final String SWEEP = "sweep";

  private final ObjectStorage storage;
  private final Clock clock;
  private final Map<StoreKey, Instant> lastSeen = new ConcurrentHashMap<>();
  private final WorkQueue<String> queue;

  public EventExpiry(ObjectStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
    this.queue = new WorkQueue<>("event-expiry", sweep -> sweepAndWait());
  }

  /** Takes the present events in; call before the cache follows the store. */
  public void start() {
    storage
        .of("", RESOURCE)
        .list(ListScope.all(""), object -> true)
        .items()
        .forEach(event -> lastSeen.put(event.key(), happened(event.decode())));
    storage.cache().addListener(this::onChange);
    queue.add(SWEEP);
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    StoreKey key = event.object().key();
    if (!key.resource().equals(RESOURCE) || !key.group().isEmpty()) {
      return;
    }
    if (event.deletion()) {
      lastSeen.remove(key);
    } else {
      lastSeen.put(key, clock.instant());
    }
  }

  private void sweepAndWait() {
    try {
      sweep();
    } finally {
      queue.addAfter(SWEEP, INTERVAL);
    }
  }

  /** Removes what is too old now. */
  void sweep() {
    Instant oldest = clock.instant().minus(LIFE);
    List<StoreKey> expired = new ArrayList<>();
    lastSeen.forEach(
        (key, seen) -> {
          if (seen.isBefore(oldest)) {
            expired.add(key);
          }
        });
    expired.forEach(this::remove);
  }

  private void remove(StoreKey key) {
    Optional<CachedObject> event = storage.get(key);
    if (event.isEmpty()) {
      lastSeen.remove(key);
      return;
    }
    try {
      storage.delete(event.get(), event.get().decode());
    } catch (WriteConflictException e) {
      lastSeen.put(key, clock.instant());
    }
  }

  /** When an event of an earlier run last happened: the latest of the times that it carries. */
  private Instant happened(ObjectNode event) {
    Instant latest = Instant.EPOCH;
    List<String> times =
        List.of(
            event.path("lastTimestamp").asText(""),
            event.path("firstTimestamp").asText(""),
            event.path("eventTime").asText(""),
            event.path("series").path("lastObservedTime").asText(""),
            event.path("metadata").path("creationTimestamp").asText(""));
    for (String time : times) {
      Instant parsed = parse(time);
      latest = parsed.isAfter(latest) ? parsed : latest;
    }
    Instant now = clock.instant();
    return latest.isAfter(now) ? now : latest;
  }

  private static Instant parse(String time) {
    try {
      return time.isEmpty() ? Instant.EPOCH : Instant.parse(time);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
