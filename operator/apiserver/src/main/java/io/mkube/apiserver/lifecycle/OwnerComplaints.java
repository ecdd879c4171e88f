package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.object.ObjectMetadata.OwnerReference;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;

/**
 * Says in an Event that an object names an owner that can only be in another namespace than it is.
 */
final class OwnerComplaints {
  /** Where Events of what is in no namespace are. */
  private static final String CLUSTER = "default";

  private static final String COMPONENT = "garbage-collector-controller";

  private final ObjectStorage storage;
  private final Clock clock;

  OwnerComplaints(ObjectStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Makes the Event, once for each pair of dependent and owner. */
  void unresolvable(CachedObject dependent, OwnerReference owner) {
    String uid =
        UUID.nameUUIDFromBytes(
                (dependent.uid() + "/" + owner.uid()).getBytes(StandardCharsets.UTF_8))
            .toString();
    String name = dependent.name() + "." + uid.substring(0, 8);
    StoreKey key = new StoreKey("", "events", place(dependent), name);
    if (storage.get(key).isPresent() || ends(key.namespace())) {
      return;
    }
    try {
      storage.create(key, event(dependent, owner, name, uid));
    } catch (WriteConflictException e) {
      // Another server has said so already.
    }
  }

  private static String place(CachedObject dependent) {
    return dependent.namespace().isEmpty() ? CLUSTER : dependent.namespace();
  }

  /** What is emptied may not get anything new. */
  private boolean ends(String namespace) {
    return storage
        .get(new StoreKey("", "namespaces", "", namespace))
        .filter(found -> !found.deleting())
        .isEmpty();
  }

  private ObjectNode event(CachedObject dependent, OwnerReference owner, String name, String uid) {
    ObjectNode subject = dependent.decode();
    String time = ObjectMetadata.timestamp(clock);
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("name", name)
        .put("namespace", place(dependent))
        .put("uid", uid)
        .put("creationTimestamp", time);
    ObjectNode involved = event.putObject("involvedObject");
    if (!dependent.namespace().isEmpty()) {
      involved.put("namespace", dependent.namespace());
    }
    involved
        .put("apiVersion", subject.path("apiVersion").asText())
        .put("kind", subject.path("kind").asText())
        .put("name", dependent.name())
        .put("uid", dependent.uid());
    event.put("reason", "OwnerRefInvalidNamespace");
    event.put(
        "message",
        "ownerRef [%s/%s, namespace: %s, name: %s, uid: %s] does not exist in namespace \"%s\""
            .formatted(
                owner.apiVersion(),
                owner.kind(),
                dependent.namespace(),
                owner.name(),
                owner.uid(),
                dependent.namespace()));
    event.putObject("source").put("component", COMPONENT);
    event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
    event.put("type", "Warning").putNull("eventTime");
    event.put("reportingComponent", COMPONENT).put("reportingInstance", "");
    return event;
  }
}
