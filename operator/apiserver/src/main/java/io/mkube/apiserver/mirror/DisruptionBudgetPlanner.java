package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Conditions;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How many pods of a budget may be evicted now. */
final class DisruptionBudgetPlanner {
  private DisruptionBudgetPlanner() {}

  /**
   * Plans.
   *
   * @param budget the PodDisruptionBudget
   * @param pods the pods that it selects
   * @param now the time
   */
  static Plan plan(ObjectNode budget, List<ObjectNode> pods, Instant now) {
    JsonNode spec = budget.path("spec");
    int expected = (int) pods.stream().filter(pod -> !Pods.finished(pod)).count();
    int healthy = (int) pods.stream().filter(Pods::active).filter(Pods::ready).count();
    int desired =
        spec.has("maxUnavailable")
            ? Math.max(
                0, expected - RollingUpdate.number(spec.path("maxUnavailable"), expected, true))
            : RollingUpdate.number(spec.path("minAvailable"), expected, true);
    int allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
    ObjectNode status =
        budget.path("status") instanceof ObjectNode known ? known.deepCopy() : Json.object();
    status.remove("disruptedPods");
    status.put("currentHealthy", healthy);
    status.put("desiredHealthy", desired);
    status.put("disruptionsAllowed", allowed);
    status.put("expectedPods", expected);
    status.put("observedGeneration", ObjectMetadata.of(budget).generation());
    Condition condition =
        allowed > 0
            ? new Condition("DisruptionAllowed", "True", "SufficientPods", "")
            : new Condition("DisruptionAllowed", "False", "InsufficientPods", "");
    Conditions.put(status, condition, now.truncatedTo(ChronoUnit.SECONDS).toString());
    if (Conditions.find(status, condition.type()) instanceof ObjectNode entry) {
      entry.put("message", "");
      entry.put("observedGeneration", ObjectMetadata.of(budget).generation());
    }
    return new Plan.Draft().status(budget, status).done();
  }
}
