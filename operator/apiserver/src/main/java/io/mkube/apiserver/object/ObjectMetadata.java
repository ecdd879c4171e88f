package io.mkube.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metadata of one object, read from and written to its JSON. Absent and wrongly typed values
 * read as empty.
 */
public final class ObjectMetadata {
  private static final String DELETION_TIMESTAMP = "deletionTimestamp";
  private static final String FINALIZERS = "finalizers";
  private static final String GENERATION = "generation";
  private final ObjectNode node;

  private ObjectMetadata(ObjectNode node) {
    this.node = node;
  }

  /** The metadata of an object; an empty one is added when it has none. */
  public static ObjectMetadata of(ObjectNode object) {
    return new ObjectMetadata(
        object.get("metadata") instanceof ObjectNode metadata
            ? metadata
            : object.putObject("metadata"));
  }

  /** The present time as objects carry it: UTC, whole seconds. */
  public static String timestamp(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The JSON behind this view. */
  public ObjectNode node() {
    return node;
  }

  public String name() {
    return text("name");
  }

  public String generateName() {
    return text("generateName");
  }

  public String namespace() {
    return text("namespace");
  }

  public String uid() {
    return text("uid");
  }

  public String resourceVersion() {
    return text("resourceVersion");
  }

  public String creationTimestamp() {
    return text("creationTimestamp");
  }

  public String deletionTimestamp() {
    return text(DELETION_TIMESTAMP);
  }

  /** Whether deletion has begun. */
  public boolean deleting() {
    return !deletionTimestamp().isEmpty();
  }

  public long generation() {
    return node.path(GENERATION).asLong(0);
  }

  public List<String> finalizers() {
    return texts(FINALIZERS);
  }

  public Map<String, String> labels() {
    return map("labels");
  }

  public Map<String, String> annotations() {
    return map("annotations");
  }

  public List<OwnerReference> ownerReferences() {
    List<OwnerReference> owners = new ArrayList<>();
    for (JsonNode owner : node.path("ownerReferences")) {
      owners.add(
          new OwnerReference(
              owner.path("apiVersion").asText(),
              owner.path("kind").asText(),
              owner.path("name").asText(),
              owner.path("uid").asText(),
              owner.path("blockOwnerDeletion").asBoolean(false)));
    }
    return owners;
  }

  /** Sets a text value, or removes it when empty. */
  public void set(String field, String value) {
    if (value.isEmpty()) {
      node.remove(field);
    } else {
      node.put(field, value);
    }
  }

  /** Takes a field over from other metadata; absent there means absent here. */
  public void copy(String field, ObjectMetadata other) {
    JsonNode value = other.node.get(field);
    if (value == null) {
      node.remove(field);
    } else {
      node.set(field, value);
    }
  }

  public void setGeneration(long generation) {
    node.put(GENERATION, generation);
  }

  /** Marks the object as being deleted. */
  public void setDeletion(String timestamp, long graceSeconds) {
    node.put(DELETION_TIMESTAMP, timestamp);
    node.put("deletionGracePeriodSeconds", graceSeconds);
  }

  /** Replaces the finalizers; none removes the field. */
  public void setFinalizers(List<String> finalizers) {
    if (finalizers.isEmpty()) {
      node.remove(FINALIZERS);
    } else {
      ArrayNode array = node.putArray(FINALIZERS);
      finalizers.forEach(array::add);
    }
  }

  private String text(String field) {
    return node.path(field).asText("");
  }

  private List<String> texts(String field) {
    List<String> values = new ArrayList<>();
    for (JsonNode value : node.path(field)) {
      values.add(value.asText());
    }
    return values;
  }

  private Map<String, String> map(String field) {
    Map<String, String> values = new LinkedHashMap<>();
    if (node.get(field) instanceof ObjectNode object) {
      for (var entry : object.properties()) {
        values.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return values;
  }

  /**
   * One owner.
   *
   * @param apiVersion API version of the owner
   * @param kind kind of the owner
   * @param name name of the owner
   * @param uid uid of the owner, which alone identifies it
   * @param blockOwnerDeletion whether foreground deletion of the owner waits for the dependent
   */
  public record OwnerReference(
      String apiVersion, String kind, String name, String uid, boolean blockOwnerDeletion) {}
}
