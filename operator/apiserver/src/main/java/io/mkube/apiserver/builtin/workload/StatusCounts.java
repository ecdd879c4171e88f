package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import java.util.List;

/**
 * Numbers in the status of a workload.
 *
 * @param counts those that may not be negative, in the order in which Kubernetes looks at them
 * @param parts those of which there are at most {@code status.replicas}
 * @param ready how {@code readyReplicas} is called where more are available; empty for none
 */
record StatusCounts(List<String> counts, List<String> parts, String ready) {
  static final StatusCounts DEPLOYMENT =
      new StatusCounts(
          List.of(
              "observedGeneration",
              "replicas",
              "updatedReplicas",
              "readyReplicas",
              "availableReplicas",
              "unavailableReplicas",
              "collisionCount"),
          List.of("updatedReplicas", "readyReplicas", "availableReplicas"),
          "readyReplicas");

  /** Of ReplicaSets and ReplicationControllers. */
  static final StatusCounts REPLICAS =
      new StatusCounts(
          List.of(
              "replicas",
              "fullyLabeledReplicas",
              "readyReplicas",
              "availableReplicas",
              "observedGeneration"),
          List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"),
          "readyReplicas");

  static final StatusCounts STATEFUL_SET =
      new StatusCounts(
          List.of(
              "replicas",
              "readyReplicas",
              "currentReplicas",
              "updatedReplicas",
              "availableReplicas",
              "observedGeneration",
              "collisionCount"),
          List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"),
          "status.readyReplicas");

  static final StatusCounts DAEMON_SET =
      new StatusCounts(
          List.of(
              "currentNumberScheduled",
              "numberMisscheduled",
              "desiredNumberScheduled",
              "numberReady",
              "observedGeneration",
              "updatedNumberScheduled",
              "numberAvailable",
              "numberUnavailable",
              "collisionCount"),
          List.of(),
          "");

  /** What is wrong with a new status. */
  List<FieldError> check(ObjectNode object, ObjectNode old) {
    JsonNode status = object.path("status");
    Findings findings = new Findings();
    for (String count : counts) {
      findings.notNegative("status." + count, status.path(count));
    }
    for (String part : parts) {
      atMost(status, part, "replicas", "status.replicas", findings);
    }
    if (!ready.isEmpty()) {
      atMost(status, "availableReplicas", "readyReplicas", ready, findings);
    }
    JsonNode collisions = status.path("collisionCount");
    JsonNode before = old.path("status").path("collisionCount");
    if (counts.contains("collisionCount")
        && before.isNumber()
        && (!collisions.isNumber() || collisions.asInt() < before.asInt())) {
      findings.invalidAs(
          "status.collisionCount", String.valueOf(collisions.asInt()), "cannot be decremented");
    }
    return findings.list();
  }

  private static void atMost(
      JsonNode status, String part, String whole, String shown, Findings findings) {
    long count = status.path(part).asLong();
    if (count > status.path(whole).asLong()) {
      findings.invalidAs("status." + part, Long.toString(count), "cannot be greater than " + shown);
    }
  }
}
