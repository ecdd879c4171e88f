package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.Map;

/** Which nodes the required node affinity of a pod lets it run on. */
final class NodeAffinity {
  private NodeAffinity() {}

  /** Whether one of the terms fits, or there is no such affinity. */
  static boolean allows(JsonNode podSpec, ObjectNode node) {
    JsonNode required =
        podSpec
            .path("affinity")
            .path("nodeAffinity")
            .path("requiredDuringSchedulingIgnoredDuringExecution");
    if (!required.isObject()) {
      return true;
    }
    for (JsonNode term : required.path("nodeSelectorTerms")) {
      if (fits(term, node)) {
        return true;
      }
    }
    return false;
  }

  /** A term without requirements fits no node. */
  private static boolean fits(JsonNode term, ObjectNode node) {
    ObjectMetadata metadata = ObjectMetadata.of(node);
    if (term.path("matchExpressions").isEmpty() && term.path("matchFields").isEmpty()) {
      return false;
    }
    for (JsonNode requirement : term.path("matchExpressions")) {
      if (!holds(requirement, metadata.labels())) {
        return false;
      }
    }
    for (JsonNode requirement : term.path("matchFields")) {
      if (!holds(requirement, Map.of("metadata.name", metadata.name()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode requirement, Map<String, String> values) {
    String value = values.get(requirement.path("key").asText());
    return switch (requirement.path("operator").asText()) {
      case "In" -> value != null && contains(requirement, value);
      case "NotIn" -> value == null || !contains(requirement, value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> value != null && number(value) > bound(requirement);
      case "Lt" -> value != null && number(value) < bound(requirement);
      default -> false;
    };
  }

  private static boolean contains(JsonNode requirement, String value) {
    for (JsonNode candidate : requirement.path("values")) {
      if (candidate.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static double bound(JsonNode requirement) {
    return number(requirement.path("values").path(0).asText());
  }

  /** What is no number is neither more nor less than another. */
  private static double number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
