package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the number of a ReplicaSet's pods. */
final class ReplicaSetPlanner {
  private ReplicaSetPlanner() {}

  static Plan plan(Workload set, List<ObjectNode> pods, Instant now) {
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
    return draft.status(set.object(), status(set, active, now, draft)).done();
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
