package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.mirror.plan.Workload;

/**
 * How many pods a Deployment may have beside those it wants, and how many it may lack.
 *
 * @param surge pods above the wanted number
 * @param unavailable pods below it
 */
record RollingUpdate(int surge, int unavailable) {
  /** What a Deployment says; with strategy Recreate everything may be missing. */
  static RollingUpdate of(Workload deployment) {
    JsonNode strategy = deployment.spec().path("strategy");
    int replicas = deployment.replicas();
    if (strategy.path("type").asText().equals("Recreate")) {
      return new RollingUpdate(0, replicas);
    }
    JsonNode limits = strategy.path("rollingUpdate");
    int surge = number(limits.path("maxSurge"), replicas, true);
    int unavailable = number(limits.path("maxUnavailable"), replicas, false);
    // With neither the rollout could not move.
    return new RollingUpdate(surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
  }

  /** A number, or a percentage of the wanted number. */
  static int number(JsonNode value, int replicas, boolean up) {
    String text = value.asText("0");
    if (!text.endsWith("%")) {
      return value.asInt();
    }
    double share = Double.parseDouble(text.substring(0, text.length() - 1)) * replicas / 100;
    return (int) (up ? Math.ceil(share) : Math.floor(share));
  }
}
