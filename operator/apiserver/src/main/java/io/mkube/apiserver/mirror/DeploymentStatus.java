package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Conditions;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Deployment's ReplicaSets amount to.
 *
 * @param deployment the Deployment
 * @param sets all its ReplicaSets
 * @param current that of the present template, if there is one
 * @param mayLack how many pods may be unavailable
 */
record DeploymentStatus(
    Workload deployment, List<ObjectNode> sets, Optional<ObjectNode> current, int mayLack) {
  private static final String PROGRESSING = "Progressing";
  private static final String AVAILABLE = "NewReplicaSetAvailable";
  private static final String FAILURE = "ReplicaFailure";
  private static final String TIMED_OUT = "ProgressDeadlineExceeded";

  /** Whether a status says that all pods are of the present template, and available. */
  static boolean complete(Workload deployment, JsonNode status) {
    int replicas = deployment.replicas();
    return status.path("updatedReplicas").asInt() == replicas
        && status.path("replicas").asInt() == replicas
        && status.path("availableReplicas").asInt() == replicas;
  }

  /** The status; the draft looks again when a rollout that stands still is to be given up. */
  ObjectNode of(Instant now, Plan.Draft draft) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int available = ReplicaSets.count(sets, "availableReplicas");
    numbers.put("replicas", ReplicaSets.count(sets, "replicas"));
    numbers.put("updatedReplicas", ReplicaSets.count(current.stream().toList(), "replicas"));
    numbers.put("readyReplicas", ReplicaSets.count(sets, "readyReplicas"));
    numbers.put("availableReplicas", available);
    numbers.put("unavailableReplicas", Math.max(0, ReplicaSets.wanted(sets) - available));
    ObjectNode status = Workload.numbers(numbers);
    status.put("observedGeneration", deployment.metadata().generation());
    if (deployment.status().path("conditions").isArray()) {
      status.set("conditions", deployment.status().path("conditions").deepCopy());
    }
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    boolean enough = available >= deployment.replicas() - mayLack;
    put(
        status,
        enough
            ? new Condition(
                "Available",
                "True",
                "MinimumReplicasAvailable",
                "Deployment has minimum availability.")
            : new Condition(
                "Available",
                "False",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability."),
        time,
        false);
    progress(status, now, draft);
    failure(status, time);
    return status;
  }

  /** What a ReplicaSet is not allowed to make is said of the Deployment as well. */
  private void failure(ObjectNode status, String time) {
    for (ObjectNode set : sets) {
      JsonNode failed = Conditions.find(set.path("status"), FAILURE);
      if (!failed.isMissingNode()) {
        String reason = failed.path("reason").asText();
        String message = failed.path("message").asText();
        put(status, new Condition(FAILURE, "True", reason, message), time, false);
        return;
      }
    }
    if (status.get("conditions") instanceof ArrayNode conditions) {
      conditions.removeIf(condition -> condition.path("type").asText().equals(FAILURE));
    }
  }

  private void progress(ObjectNode status, Instant now, Plan.Draft draft) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    JsonNode before = Conditions.find(status, PROGRESSING);
    String reason = before.path("reason").asText();
    if (deployment.spec().path("paused").asBoolean(false)) {
      if (!reason.equals(TIMED_OUT)) {
        put(status, unknown("DeploymentPaused", "Deployment is paused"), time, false);
      }
      return;
    }
    if (reason.equals("DeploymentPaused")) {
      put(status, unknown("DeploymentResumed", "Deployment is resumed"), time, true);
      return;
    }
    String name = current.map(set -> ObjectMetadata.of(set).name()).orElse("");
    if (complete(deployment, status) && current.isPresent()) {
      String message = "ReplicaSet \"" + name + "\" has successfully progressed.";
      put(status, new Condition(PROGRESSING, "True", AVAILABLE, message), time, false);
    } else if (moved(status) || before.isMissingNode()) {
      put(status, moving(name), time, true);
    } else {
      giveUp(status, before, name, now, draft);
    }
  }

  /** Whether more pods of the present template exist or work than before, or fewer of others. */
  private boolean moved(ObjectNode status) {
    JsonNode before = deployment.status();
    return more(status, before, "updatedReplicas")
        || more(status, before, "readyReplicas")
        || more(status, before, "availableReplicas")
        || others(status) < others(before);
  }

  private Condition moving(String name) {
    return name.isEmpty()
        ? new Condition(
            PROGRESSING,
            "True",
            "ReplicaSetUpdated",
            "Deployment \"" + deployment.name() + "\" is progressing.")
        : new Condition(
            PROGRESSING,
            "True",
            "ReplicaSetUpdated",
            "ReplicaSet \"" + name + "\" is progressing.");
  }

  private void giveUp(
      ObjectNode status, JsonNode before, String name, Instant now, Plan.Draft draft) {
    JsonNode seconds = deployment.spec().path("progressDeadlineSeconds");
    String reason = before.path("reason").asText();
    if (reason.equals(AVAILABLE)) {
      // A complete Deployment that has lost pods, or is to have others, sets out anew.
      String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
      put(status, moving(name), time, true);
      return;
    }
    if (!seconds.isNumber() || reason.equals(TIMED_OUT)) {
      return;
    }
    Instant end = Pods.time(before.path("lastUpdateTime").asText()).plusSeconds(seconds.asLong());
    if (now.isBefore(end)) {
      draft.again(end);
    } else {
      String message = "ReplicaSet \"" + name + "\" has timed out progressing.";
      String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
      put(status, new Condition(PROGRESSING, "False", TIMED_OUT, message), time, true);
    }
  }

  private static Condition unknown(String reason, String message) {
    return new Condition(PROGRESSING, "Unknown", reason, message);
  }

  private static boolean more(JsonNode now, JsonNode before, String field) {
    return now.path(field).asInt() > before.path(field).asInt();
  }

  private static int others(JsonNode status) {
    return status.path("replicas").asInt() - status.path("updatedReplicas").asInt();
  }

  /** Deployments also say when a condition was last written about. */
  private static void put(ObjectNode status, Condition condition, String time, boolean news) {
    JsonNode before = Conditions.find(status, condition.type()).deepCopy();
    Conditions.put(status, condition, time);
    boolean same =
        before.path("reason").asText().equals(condition.reason())
            && before.path("status").asText().equals(condition.status());
    if (Conditions.find(status, condition.type()) instanceof ObjectNode entry && (news || !same)) {
      entry.put("lastUpdateTime", time);
    }
  }
}
