package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
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
    JsonNode labels = term.path("matchExpressions");
    JsonNode fields = term.path("matchFields");
    return !(labels.isEmpty() && fields.isEmpty())
        && LabelSelector.ofNodes(labels).matches(metadata.labels())
        && LabelSelector.ofNodes(fields).matches(Map.of("metadata.name", metadata.name()));
  }
}
