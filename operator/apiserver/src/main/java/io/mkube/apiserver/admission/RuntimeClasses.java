package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import java.util.HashSet;
import java.util.Set;

/** What the runtime class that a new pod names says about it. */
final class RuntimeClasses {
  private static final String NODE_SELECTOR = "nodeSelector";
  private static final String OVERHEAD = "overhead";
  private final WatchCache cache;

  RuntimeClasses(WatchCache cache) {
    this.cache = cache;
  }

  /**
   * Takes overhead, node selector and tolerations from the class.
   *
   * @throws ApiException with 403 if there is no such class, or if the pod contradicts it
   */
  void complete(ObjectNode spec, ObjectReference pod) {
    String name = spec.path("runtimeClassName").asText();
    if (name.isEmpty()) {
      if (!spec.path(OVERHEAD).isEmpty()) {
        throw rejected(pod, "Pod Overhead set without corresponding RuntimeClass defined Overhead");
      }
      return;
    }
    ObjectNode runtimeClass =
        cache
            .of("node.k8s.io", "runtimeclasses")
            .get("", name)
            .orElseThrow(() -> rejected(pod, "RuntimeClass \"" + name + "\" not found"))
            .decode();
    overhead(spec, pod, runtimeClass.path(OVERHEAD).path("podFixed"));
    schedule(spec, pod, runtimeClass.path("scheduling"));
  }

  private static void overhead(ObjectNode spec, ObjectReference pod, JsonNode fixed) {
    JsonNode given = spec.path(OVERHEAD);
    if (!given.isEmpty() && !given.equals(fixed)) {
      throw rejected(
          pod,
          fixed.isEmpty()
              ? "Pod Overhead set without corresponding RuntimeClass defined Overhead"
              : "Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    }
    if (!fixed.isEmpty()) {
      spec.set(OVERHEAD, fixed);
    }
  }

  private static void schedule(ObjectNode spec, ObjectReference pod, JsonNode scheduling) {
    for (var label : scheduling.path(NODE_SELECTOR).properties()) {
      ObjectNode selector = spec.withObject("/" + NODE_SELECTOR);
      JsonNode given = selector.path(label.getKey());
      if (!given.isMissingNode() && !given.equals(label.getValue())) {
        throw ApiException.forbidden(
            pod,
            "conflict: runtimeClass.scheduling.nodeSelector[%s] = %s; pod.spec.nodeSelector[%s] = %s"
                .formatted(
                    label.getKey(), label.getValue().asText(), label.getKey(), given.asText()));
      }
      selector.set(label.getKey(), label.getValue());
    }
    ArrayNode tolerations = spec.withArray("/tolerations");
    Set<JsonNode> known = new HashSet<>();
    tolerations.forEach(known::add);
    for (JsonNode toleration : scheduling.path("tolerations")) {
      if (known.add(toleration)) {
        tolerations.add(toleration);
      }
    }
    if (tolerations.isEmpty()) {
      spec.remove("tolerations");
    }
  }

  private static ApiException rejected(ObjectReference pod, String why) {
    return ApiException.forbidden(pod, "pod rejected: " + why);
  }
}
