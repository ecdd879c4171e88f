package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a namespace that is being deleted tells about the things that keep it. */
public final class NamespaceConditions {
  private final Clock clock;

  public NamespaceConditions(Clock clock) {
    this.clock = clock;
  }

  /** Sets the conditions of a namespace. */
  void set(ObjectNode namespace, Map<String, List<CachedObject>> left) {
    String finalizers = finalizers(left);
    List.of(
            absent(
                "NamespaceDeletionDiscoveryFailure",
                "ResourcesDiscovered",
                "All resources successfully discovered"),
            absent(
                "NamespaceDeletionGroupVersionParsingFailure",
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed"),
            absent(
                "NamespaceDeletionContentFailure",
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization"),
            left.isEmpty()
                ? absent(
                    "NamespaceContentRemaining",
                    "ContentRemoved",
                    "All content successfully removed")
                : present(
                    "NamespaceContentRemaining",
                    "SomeResourcesRemain",
                    "Some resources are remaining: " + resources(left)),
            finalizers.isEmpty()
                ? absent(
                    "NamespaceFinalizersRemaining",
                    "ContentHasNoFinalizers",
                    "All content-preserving finalizers finished")
                : present(
                    "NamespaceFinalizersRemaining",
                    "SomeFinalizersRemain",
                    "Some content in the namespace has finalizers remaining: " + finalizers))
        .forEach(condition -> condition.putInto(namespace, clock));
  }

  private static Condition present(String type, String reason, String message) {
    return new Condition(type, "True", reason, message);
  }

  private static Condition absent(String type, String reason, String message) {
    return new Condition(type, "False", reason, message);
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
