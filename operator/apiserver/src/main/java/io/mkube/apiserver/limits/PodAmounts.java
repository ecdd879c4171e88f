package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pod asks for as a whole. Its containers run together; its initial containers run one after
 * the other, beside the sidecars among them that have been started before.
 */
final class PodAmounts {
  private PodAmounts() {}

  /** The sum of {@code requests} or {@code limits}. */
  static Amounts of(JsonNode pod, String part) {
    JsonNode spec = pod.path("spec");
    Amounts running = Amounts.NONE;
    for (JsonNode container : spec.path("containers")) {
      running = running.plus(Amounts.of(container.path("resources").path(part)));
    }
    Amounts sidecars = Amounts.NONE;
    Amounts starting = Amounts.NONE;
    for (JsonNode container : spec.path("initContainers")) {
      Amounts own = Amounts.of(container.path("resources").path(part));
      if (container.path("restartPolicy").asText().equals("Always")) {
        sidecars = sidecars.plus(own);
        running = running.plus(own);
        starting = starting.max(sidecars);
      } else {
        starting = starting.max(sidecars.plus(own));
      }
    }
    Amounts all = running.max(starting);
    Amounts overhead = Amounts.of(spec.path("overhead"));
    return part.equals("limits") ? all.plus(overhead.only(all.names())) : all.plus(overhead);
  }

  /** All containers that are there from the beginning. */
  static List<JsonNode> containers(JsonNode pod) {
    List<JsonNode> all = new ArrayList<>();
    pod.path("spec").path("containers").forEach(all::add);
    pod.path("spec").path("initContainers").forEach(all::add);
    return all;
  }
}
