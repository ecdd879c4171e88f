package io.mkube.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ServedResource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a watch sends, and from where.
 *
 * @param resource the resource
 * @param cache its objects
 * @param selection objects that are sent
 * @param encoder form of the events
 * @param initial objects to begin with
 * @param place events behind it follow
 * @param revision only events younger than this are sent
 * @param bookmarks whether bookmarks are sent
 * @param initialBookmark whether a bookmark marks the end of the initial objects
 * @param endsAt when the watch ends, in the time of {@link System#nanoTime}
 * @param failure sent instead of events, or null
 */
record WatchPlan(
    ServedResource resource,
    ResourceCache cache,
    Predicate<CachedObject> selection,
    EventEncoder encoder,
    List<CachedObject> initial,
    CacheEvent place,
    long revision,
    boolean bookmarks,
    boolean initialBookmark,
    long endsAt,
    @Nullable Failure failure) {
  WatchPlan {
    initial = List.copyOf(initial);
  }

  static ObjectNode bookmark(ServedResource resource, long revision, boolean initialEnd) {
    ObjectNode bookmark = Json.object();
    bookmark.put("kind", resource.type().kind().kind());
    bookmark.put("apiVersion", resource.type().kind().apiVersion());
    ObjectNode metadata = bookmark.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(revision));
    metadata.putNull("creationTimestamp");
    if (initialEnd) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return bookmark;
  }
}
