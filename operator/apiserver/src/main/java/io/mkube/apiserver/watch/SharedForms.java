package io.mkube.apiserver.watch;

import static java.util.Objects.requireNonNull;

import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import java.util.EnumMap;
import java.util.Map;

/**
 * Names of the forms in which watches of one kind send an event, by which they find the bytes that
 * another one has made. Each event of each watch asks for one, so they are put together before.
 */
final class SharedForms {
  private final Map<EventType, String> own = new EnumMap<>(EventType.class);
  private final String left;

  SharedForms(String kind) {
    for (EventType type : EventType.values()) {
      own.put(type, type + " " + kind);
    }
    left = "LEFT " + kind;
  }

  /** An object that no longer matches is sent as it was, which is not the event's own. */
  String of(EventType type, CachedObject object, CacheEvent event) {
    return object == event.object() ? requireNonNull(own.get(type)) : left;
  }
}
