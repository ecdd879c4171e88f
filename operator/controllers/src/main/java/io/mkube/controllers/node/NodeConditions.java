package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.mkube.controllers.node.NodeObservation.Reading;
import io.mkube.crds.status.ConditionReasons;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a Node. A condition is written anew only when its status or reason changes;
 * that the router still answers is told by its Lease. Pure.
 */
final class NodeConditions {
  private static final String READY = "Ready";

  private NodeConditions() {}

  /** The conditions to write; equal to {@code before} when nothing changed. */
  static List<NodeCondition> describe(List<NodeCondition> before, Reading reading, Instant now) {
    List<NodeCondition> conditions = new ArrayList<>(before);
    switch (reading) {
      case Reading.Answer answer -> {
        set(conditions, READY, "True", "RouterReady", "the router answers", now);
        set(conditions, "MemoryPressure", "False", "RouterHasMemory", "", now);
        set(conditions, "DiskPressure", "False", "RouterHasDisk", "", now);
        set(conditions, "PIDPressure", "False", "RouterHasPIDs", "", now);
      }
      case Reading.Hiccup hiccup -> {
        if (find(conditions, READY).isEmpty()) {
          set(
              conditions,
              READY,
              "Unknown",
              ConditionReasons.NOT_OBSERVED,
              "the router has not answered yet",
              now);
        }
      }
      case Reading.Silence silence ->
          set(
              conditions,
              READY,
              "Unknown",
              ConditionReasons.DEVICE_UNREACHABLE,
              silence.why(),
              now);
      case Reading.Refusal refusal ->
          set(conditions, READY, "False", refusal.reason(), refusal.why(), now);
    }
    return conditions;
  }

  private static Optional<NodeCondition> find(List<NodeCondition> conditions, String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  private static void set(
      List<NodeCondition> conditions,
      String type,
      String status,
      String reason,
      String message,
      Instant now) {
    Optional<NodeCondition> last = find(conditions, type);
    boolean sameStatus = last.filter(c -> status.equals(c.getStatus())).isPresent();
    if (sameStatus && reason.equals(last.get().getReason())) {
      return;
    }
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    NodeCondition next =
        new NodeConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withLastHeartbeatTime(time)
            .withLastTransitionTime(sameStatus ? last.get().getLastTransitionTime() : time)
            .build();
    if (last.isPresent()) {
      conditions.set(conditions.indexOf(last.get()), next);
    } else {
      conditions.add(next);
    }
  }
}
