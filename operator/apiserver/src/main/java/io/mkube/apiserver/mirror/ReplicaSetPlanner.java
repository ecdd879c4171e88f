package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the number of the pods of a ReplicaSet, or of a ReplicationController. */
final class ReplicaSetPlanner {
  private ReplicaSetPlanner() {}

  /**
   * Plans for a set.
   *
   * @param refusal what was said to the last pod that could not be made, empty if none was refused
   */
  static Plan plan(Workload set, List<ObjectNode> pods, Optional<String> refusal, Instant now) {
    Plan.Draft draft = new Plan.Draft();
    List<ObjectNode> active = pods.stream().filter(Pods::active).toList();
    int surplus = active.size() - set.replicas();
    if (!set.deleting()) {
      for (int i = surplus; i < 0; i++) {
        draft.create(pod(set));
      }
      if (surplus > 0) {
        active.stream().sorted(Pods.DISPENSABLE_FIRST).limit(surplus).forEach(draft::delete);
      }
    }
    ObjectNode status = status(set, active, now, draft);
    if (surplus < 0 && refusal.isPresent()) {
      ObjectNode condition =
          status
              .putArray("conditions")
              .addObject()
              .put("type", "ReplicaFailure")
              .put("status", "True")
              .put("reason", "FailedCreate")
              .put("message", refusal.get());
      JsonNode known = set.status().path("conditions").path(0);
      condition.set(
          "lastTransitionTime",
          known.has("lastTransitionTime")
              ? known.path("lastTransitionTime")
              : condition.textNode(now.truncatedTo(ChronoUnit.SECONDS).toString()));
    }
    return draft.status(set.object(), status).done();
  }

  private static ObjectNode pod(Workload set) {
    ObjectNode pod = set.pod();
    ObjectMetadata.of(pod).set("generateName", set.name() + "-");
    return pod;
  }

  private static ObjectNode status(
      Workload set, List<ObjectNode> active, Instant now, Plan.Draft draft) {
    LabelSelector labels =
        LabelSelector.of(matchLabels(set.template().path("metadata").path("labels")));
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put(
        "fullyLabeledReplicas",
        (int)
            active.stream().filter(pod -> labels.matches(ObjectMetadata.of(pod).labels())).count());
    numbers.put("readyReplicas", Pods.ready(active));
    numbers.put("availableReplicas", Pods.available(active, set.minReady(), now, draft));
    ObjectNode status = Workload.numbers(numbers);
    status.put("replicas", active.size());
    status.put("observedGeneration", set.metadata().generation());
    return status;
  }

  private static ObjectNode matchLabels(JsonNode labels) {
    ObjectNode selector = Json.object();
    selector.set("matchLabels", labels);
    return selector;
  }
}
