package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a namespace that is being deleted tells about the things that keep it. */
public final class NamespaceConditions {
  private final Clock clock;

  public NamespaceConditions(Clock clock) {
    this.clock = clock;
  }

  /** Sets the conditions of a namespace; transition times change only with the status. */
  void set(ObjectNode namespace, Map<String, List<CachedObject>> left) {
    ArrayNode conditions = namespace.withArray("/status/conditions");
    set(
        conditions,
        "NamespaceDeletionDiscoveryFailure",
        "ResourcesDiscovered",
        "All resources successfully discovered");
    set(
        conditions,
        "NamespaceDeletionGroupVersionParsingFailure",
        "ParsedGroupVersions",
        "All legacy kube types successfully parsed");
    set(
        conditions,
        "NamespaceDeletionContentFailure",
        "ContentDeleted",
        "All content successfully deleted, may be waiting on finalization");
    if (left.isEmpty()) {
      set(
          conditions,
          "NamespaceContentRemaining",
          "ContentRemoved",
          "All content successfully removed");
    } else {
      set(
          conditions,
          "NamespaceContentRemaining",
          "SomeResourcesRemain",
          "Some resources are remaining: " + resources(left));
    }
    String finalizers = finalizers(left);
    if (finalizers.isEmpty()) {
      set(
          conditions,
          "NamespaceFinalizersRemaining",
          "ContentHasNoFinalizers",
          "All content-preserving finalizers finished");
    } else {
      set(
          conditions,
          "NamespaceFinalizersRemaining",
          "SomeFinalizersRemain",
          "Some content in the namespace has finalizers remaining: " + finalizers);
    }
  }

  private void set(ArrayNode conditions, String type, String reason, String message) {
    String status = reason.startsWith("Some") ? "True" : "False";
    ObjectNode condition = null;
    for (JsonNode known : conditions) {
      if (known.path("type").asText().equals(type)) {
        condition = (ObjectNode) known;
      }
    }
    if (condition == null) {
      condition = conditions.addObject();
    }
    if (!condition.path("status").asText().equals(status)) {
      condition.put(
          "lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    condition.put("message", message);
    condition.put("reason", reason);
    condition.put("status", status);
    condition.put("type", type);
  }

  private static String resources(Map<String, List<CachedObject>> left) {
    StringBuilder text = new StringBuilder();
    left.forEach(
        (resource, objects) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(resource)
                .append(" has ")
                .append(objects.size())
                .append(" resource instances"));
    return text.toString();
  }

  private static String finalizers(Map<String, List<CachedObject>> left) {
    Map<String, Integer> counts = new TreeMap<>();
    left.values()
        .forEach(
            objects ->
                objects.forEach(
                    object ->
                        ObjectMetadata.of(object.decode())
                            .finalizers()
                            .forEach(name -> counts.merge(name, 1, Integer::sum))));
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (name, count) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(" in ")
                .append(count)
                .append(" resource instances"));
    return text.toString();
  }
}
