package io.mkube.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.PartialMetadata;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.protobuf.ProtobufObjects;
import io.mkube.apiserver.resource.ServedResource;

/** Objects or their metadata as protobuf; each event is encoded once for all such watches. */
final class ProtobufEvents extends EventEncoder {
  private final ServedResource resource;
  private final boolean metadataOnly;
  private final SharedForms forms;

  ProtobufEvents(ServedResource resource, boolean metadataOnly) {
    this.resource = resource;
    this.metadataOnly = metadataOnly;
    this.forms =
        new SharedForms(
            "protobuf " + (metadataOnly ? "metadata" : resource.type().kind().apiVersion()));
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
    return frame(EventType.BOOKMARK, bookmark);
  }

  @Override
  byte[] error(ObjectNode status) {
    return ProtobufObjects.event(EventType.ERROR.name(), status);
  }

  private byte[] encode(EventType type, CachedObject object) {
    return frame(type, resource.decode(object));
  }

  private byte[] frame(EventType type, ObjectNode object) {
    return ProtobufObjects.event(type.name(), metadataOnly ? PartialMetadata.of(object) : object);
  }
}
