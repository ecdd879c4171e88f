package io.mkube.apiserver.mirror.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * An object whose pods, or whose children's pods, follow its spec.
 *
 * @param object the object, not to be changed
 */
public record Workload(ObjectNode object) {
  /** Kinds of v1 that select with nothing but labels. */
  private static final Set<String> PLAIN = Set.of("ReplicationController", "Service");

  public ObjectMetadata metadata() {
    return ObjectMetadata.of(object);
  }

  public String name() {
    return metadata().name();
  }

  public String uid() {
    return metadata().uid();
  }

  public boolean deleting() {
    return metadata().deleting();
  }

  public JsonNode spec() {
    return object.path("spec");
  }

  public JsonNode status() {
    return object.path("status");
  }

  /** A copy of its status, to be changed; empty if it has none. */
  public ObjectNode statusCopy() {
    return status() instanceof ObjectNode known ? known.deepCopy() : Json.object();
  }

  /** Whether this is a Job that is complete or has failed. */
  public boolean ended() {
    return Condition.isTrue(object, "Complete") || Condition.isTrue(object, "Failed");
  }

  public int replicas() {
    return spec().path("replicas").asInt(1);
  }

  public JsonNode template() {
    return spec().path("template");
  }

  public Duration minReady() {
    return Duration.ofSeconds(spec().path("minReadySeconds").asLong(0));
  }

  public LabelSelector selector() {
    JsonNode selector = spec().path("selector");
    boolean plain = PLAIN.contains(object.path("kind").asText());
    return LabelSelector.of(plain ? Json.object().set("matchLabels", selector) : selector);
  }

  /** Whether this is the controller of an object. */
  public boolean controls(ObjectNode child) {
    return controller(child).path("uid").asText().equals(uid());
  }

  /** The owner reference that says who controls an object; missing if nobody does. */
  public static JsonNode controller(ObjectNode child) {
    for (JsonNode owner : child.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean(false)) {
        return owner;
      }
    }
    return Json.object().path("none");
  }

  /** A new child with a namespace and this owner; the name is still to be set. */
  public ObjectNode child(String apiVersion, String kind) {
    ObjectNode child = Json.object().put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode childMetadata = child.putObject("metadata").put("namespace", metadata().namespace());
    childMetadata.putArray("ownerReferences").add(reference());
    return child;
  }

  /** A new pod after the template. */
  public ObjectNode pod() {
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
  public ObjectNode reference() {
    return Json.object()
        .put("apiVersion", object.path("apiVersion").asText())
        .put("kind", object.path("kind").asText())
        .put("name", name())
        .put("uid", uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** A status with nothing but what is not zero. */
  public static ObjectNode numbers(Map<String, Integer> values) {
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
