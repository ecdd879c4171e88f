package io.mkube.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ServedResource;

/** Whole objects; each event is encoded once for all watches of the same version. */
final class ObjectEvents extends EventEncoder {
  private final ServedResource resource;
  private final SharedForms forms;

  ObjectEvents(ServedResource resource) {
    this.resource = resource;
    this.forms = new SharedForms(resource.type().kind().apiVersion());
  }

  @Override
  byte[] initial(CachedObject object) {
    return document(EventType.ADDED, resource.encode(object));
  }

  @Override
  byte[] change(EventType type, CachedObject object, CacheEvent event) {
    return event.frame(
        forms.of(type, object, event), () -> document(type, resource.encode(object)));
  }

  @Override
  byte[] bookmark(ObjectNode bookmark) {
    return document(EventType.BOOKMARK, Json.write(bookmark));
  }
}
