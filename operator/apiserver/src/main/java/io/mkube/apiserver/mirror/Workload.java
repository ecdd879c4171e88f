package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import java.time.Duration;
import java.util.Map;

/**
 * An object whose pods, or whose children's pods, follow its spec.
 *
 * @param object the object, not to be changed
 */
record Workload(ObjectNode object) {
  ObjectMetadata metadata() {
    return ObjectMetadata.of(object);
  }

  String name() {
    return metadata().name();
  }

  String uid() {
    return metadata().uid();
  }

  boolean deleting() {
    return metadata().deleting();
  }

  JsonNode spec() {
    return object.path("spec");
  }

  JsonNode status() {
    return object.path("status");
  }

  int replicas() {
    return spec().path("replicas").asInt(1);
  }

  JsonNode template() {
    return spec().path("template");
  }

  Duration minReady() {
    return Duration.ofSeconds(spec().path("minReadySeconds").asLong(0));
  }

  LabelSelector selector() {
    JsonNode selector = spec().path("selector");
    boolean plain = object.path("kind").asText().equals("ReplicationController");
    return LabelSelector.of(plain ? Json.object().set("matchLabels", selector) : selector);
  }

  /** Whether this is the controller of an object. */
  boolean controls(ObjectNode child) {
    return controller(child).path("uid").asText().equals(uid());
  }

  /** The owner reference that says who controls an object; missing if nobody does. */
  static JsonNode controller(ObjectNode child) {
    for (JsonNode owner : child.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean(false)) {
        return owner;
      }
    }
    return Json.object().path("none");
  }

  /** A new child with a namespace and this owner; the name is still to be set. */
  ObjectNode child(String apiVersion, String kind) {
    ObjectNode child = Json.object().put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode childMetadata = child.putObject("metadata").put("namespace", metadata().namespace());
    childMetadata.putArray("ownerReferences").add(reference());
    return child;
  }

  /** A new pod after the template. */
  ObjectNode pod() {
    ObjectNode pod = child("v1", "Pod");
    ObjectNode podMetadata = ObjectMetadata.of(pod).node();
    for (String field : new String[] {"labels", "annotations", "finalizers"}) {
      JsonNode value = template().path("metadata").path(field);
      if (!value.isMissingNode()) {
        podMetadata.set(field, value.deepCopy());
      }
    }
    pod.set("spec", template().path("spec").deepCopy());
    return pod;
  }

  /** The reference that children carry. */
  ObjectNode reference() {
    return Json.object()
        .put("apiVersion", object.path("apiVersion").asText())
        .put("kind", object.path("kind").asText())
        .put("name", name())
        .put("uid", uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** A status with nothing but what is not zero. */
  static ObjectNode numbers(Map<String, Integer> values) {
    ObjectNode status = Json.object();
    values.forEach(
        (name, value) -> {
          if (value != 0) {
            status.put(name, value);
          }
        });
    return status;
  }
}
