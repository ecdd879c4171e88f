package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Trees;
import java.util.ArrayList;
import java.util.List;

/** How a pod's memory and processor shares are promised. */
enum QualityOfService {
  GUARANTEED("Guaranteed"),
  BURSTABLE("Burstable"),
  BEST_EFFORT("BestEffort");

  private static final List<String> COMPUTE = List.of("cpu", "memory");

  private final String wireName;

  QualityOfService(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /** Of a pod spec whose requests are defaulted from its limits. */
  static QualityOfService of(JsonNode spec) {
    List<ObjectNode> containers = new ArrayList<>(Trees.objects(spec, "initContainers"));
    containers.addAll(Trees.objects(spec, "containers"));
    boolean anything = false;
    boolean everything = true;
    for (ObjectNode container : containers) {
      JsonNode requests = container.path("resources").path("requests");
      JsonNode limits = container.path("resources").path("limits");
      for (String resource : COMPUTE) {
        anything |= requests.has(resource) || limits.has(resource);
        everything &= limits.has(resource) && limits.path(resource).equals(requests.path(resource));
      }
    }
    if (!anything) {
      return BEST_EFFORT;
    }
    return everything ? GUARANTEED : BURSTABLE;
  }
}
