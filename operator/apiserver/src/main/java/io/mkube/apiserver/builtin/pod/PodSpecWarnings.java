package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Fields of pod specs that are stored and have no effect on this control plane's nodes. */
public final class PodSpecWarnings {
  private static final List<String> WITHOUT_EFFECT =
      List.of("affinity", "topologySpreadConstraints", "priorityClassName", "runtimeClassName");

  private PodSpecWarnings() {}

  /** One text for each such field that is set. */
  public static List<String> of(JsonNode spec, String path) {
    List<String> warnings = new ArrayList<>();
    for (String field : WITHOUT_EFFECT) {
      if (!spec.path(field).isMissingNode() && !isEmpty(spec.path(field))) {
        warnings.add(path + "." + field + ": has no effect on nodes of this cluster");
      }
    }
    JsonNode tolerations = spec.path("tolerations");
    for (int i = 0; i < tolerations.size(); i++) {
      // Those of node.kubernetes.io are added to every pod, not asked for.
      if (!tolerations.get(i).path("key").asText().startsWith("node.kubernetes.io/")) {
        warnings.add(path + ".tolerations[" + i + "]: has no effect on nodes of this cluster");
      }
    }
    return List.copyOf(warnings);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
  }
}
