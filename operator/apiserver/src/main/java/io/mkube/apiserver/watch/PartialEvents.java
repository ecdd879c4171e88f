package io.mkube.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.PartialMetadata;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ServedResource;

/** Only the metadata of objects. */
final class PartialEvents extends EventEncoder {
  private final ServedResource resource;
  private final String version;
  private final SharedForms forms;

  PartialEvents(ServedResource resource, String version) {
    this.resource = resource;
    this.version = version;
    this.forms = new SharedForms("metadata " + version);
  }

  @Override
  byte[] initial(CachedObject object) {
    return encode(EventType.ADDED, object);
  }

  @Override
  byte[] change(EventType type, CachedObject object, CacheEvent event) {
    return event.frame(forms.of(type, object, event), () -> encode(type, object));
  }

  @Override
  byte[] bookmark(ObjectNode bookmark) {
    return document(EventType.BOOKMARK, Json.writeInOrder(PartialMetadata.of(bookmark, version)));
  }

  private byte[] encode(EventType type, CachedObject object) {
    return document(type, Json.writeInOrder(PartialMetadata.of(resource.decode(object), version)));
  }
}
