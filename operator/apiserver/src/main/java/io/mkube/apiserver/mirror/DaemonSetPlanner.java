package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps one pod of a DaemonSet on each node that it selects; a cluster without nodes counts as one.
 */
final class DaemonSetPlanner {
  private static final String NO_NODE = "";
  private static final String NO_EXECUTE = "NoExecute";
  private static final String NO_SCHEDULE = "NoSchedule";

  /** Taints that pods of DaemonSets tolerate, with their effects. */
  private static final Map<String, String> TOLERATED =
      Map.of(
          "node.kubernetes.io/not-ready", NO_EXECUTE,
          "node.kubernetes.io/unreachable", NO_EXECUTE,
          "node.kubernetes.io/disk-pressure", NO_SCHEDULE,
          "node.kubernetes.io/memory-pressure", NO_SCHEDULE,
          "node.kubernetes.io/pid-pressure", NO_SCHEDULE,
          "node.kubernetes.io/unschedulable", NO_SCHEDULE);

  private final Workload set;
  private final List<ObjectNode> pods;
  private final Set<String> nodes = new HashSet<>();

  /** Nodes that take no new pod and keep the one that they have. */
  private final Set<String> closed = new HashSet<>();

  private final Plan.Draft draft = new Plan.Draft();

  private DaemonSetPlanner(Workload set, List<ObjectNode> pods, List<ObjectNode> allNodes) {
    this.set = set;
    this.pods = pods;
    if (allNodes.isEmpty()) {
      nodes.add(NO_NODE);
    }
    for (ObjectNode node : allNodes) {
      if (selects(node) && tolerates(node, NO_EXECUTE)) {
        (tolerates(node, NO_SCHEDULE) ? nodes : closed).add(ObjectMetadata.of(node).name());
      }
    }
  }

  static Plan plan(
      Workload set,
      List<ObjectNode> pods,
      Revisions revisions,
      List<ObjectNode> nodes,
      Instant now) {
    DaemonSetPlanner planner = new DaemonSetPlanner(set, pods, nodes);
    if (!set.deleting()) {
      revisions.keep(planner.draft);
      planner.act();
      Set<String> used = new HashSet<>();
      pods.forEach(pod -> used.add(set.name() + "-" + hash(pod)));
      revisions.forget(used, planner.draft);
    }
    return planner.draft.status(set.object(), planner.status(now)).done();
  }

  private void act() {
    Set<String> missing = new HashSet<>(nodes);
    Set<String> kept = new HashSet<>(closed);
    List<ObjectNode> outdated = new ArrayList<>();
    int unavailable = 0;
    for (ObjectNode pod : pods) {
      boolean leaving = ObjectMetadata.of(pod).deleting();
      boolean first = missing.remove(node(pod)) || kept.remove(node(pod));
      if (!leaving && (!first || Pods.finished(pod))) {
        draft.delete(pod);
      } else if (leaving || !Pods.ready(pod)) {
        unavailable++;
      }
      if (!leaving && !hash(pod).equals(hash())) {
        outdated.add(pod);
      }
    }
    missing.stream().sorted().forEach(node -> draft.create(pod(node)));
    JsonNode strategy = set.spec().path("updateStrategy");
    if (strategy.path("type").asText().equals("OnDelete")) {
      return;
    }
    JsonNode limit = strategy.path("rollingUpdate").path("maxUnavailable");
    int allowed = Math.max(1, RollingUpdate.number(limit, nodes.size(), true));
    outdated.stream()
        .sorted(Pods.DISPENSABLE_FIRST)
        .limit(Math.max(0, allowed - unavailable - missing.size()))
        .forEach(draft::delete);
  }

  private ObjectNode pod(String node) {
    ObjectNode pod = set.pod();
    ObjectMetadata metadata = ObjectMetadata.of(pod);
    metadata.set("generateName", set.name() + "-");
    metadata
        .node()
        .withObject("/labels")
        .put(Revisions.HASH, hash())
        .put("pod-template-generation", Long.toString(set.metadata().generation()));
    ObjectNode spec = pod.withObject("/spec");
    if (!node.equals(NO_NODE)) {
      spec.put("nodeName", node);
    }
    new TreeMap<>(TOLERATED)
        .forEach(
            (key, effect) ->
                spec.withArray("tolerations")
                    .addObject()
                    .put("key", key)
                    .put("operator", "Exists")
                    .put("effect", effect));
    return pod;
  }

  private ObjectNode status(Instant now) {
    List<ObjectNode> placed =
        pods.stream().filter(Pods::active).filter(pod -> nodes.contains(node(pod))).toList();
    int available = Pods.available(placed, set.minReady(), now, draft);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put(
        "updatedNumberScheduled",
        (int) placed.stream().filter(pod -> hash(pod).equals(hash())).count());
    numbers.put("numberAvailable", available);
    numbers.put("numberUnavailable", Math.max(0, nodes.size() - available));
    ObjectNode status = Workload.numbers(numbers);
    status.put("currentNumberScheduled", Math.min(placed.size(), nodes.size()));
    status.put("desiredNumberScheduled", nodes.size());
    status.put(
        "numberMisscheduled",
        (int) pods.stream().filter(Pods::active).filter(pod -> !nodes.contains(node(pod))).count());
    status.put("numberReady", Pods.ready(placed));
    status.put("observedGeneration", set.metadata().generation());
    return status;
  }

  /** Whether a pod of the template may run on a node. */
  private boolean selects(ObjectNode node) {
    Map<String, String> labels = ObjectMetadata.of(node).labels();
    JsonNode spec = set.template().path("spec");
    for (var wanted : spec.path("nodeSelector").properties()) {
      if (!wanted.getValue().asText().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    String name = spec.path("nodeName").asText();
    return !ObjectMetadata.of(node).deleting()
        && NodeAffinity.allows(spec, node)
        && (name.isEmpty() || name.equals(ObjectMetadata.of(node).name()));
  }

  /** Whether a pod of the template bears all taints of a node that have an effect. */
  private boolean tolerates(ObjectNode node, String effect) {
    for (JsonNode taint : node.path("spec").path("taints")) {
      String key = taint.path("key").asText();
      boolean always = effect.equals(TOLERATED.get(key));
      if (taint.path("effect").asText().equals(effect) && !always && !isTolerated(taint)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTolerated(JsonNode taint) {
    for (JsonNode toleration : set.template().path("spec").path("tolerations")) {
      String key = toleration.path("key").asText();
      String effect = toleration.path("effect").asText();
      boolean exists = toleration.path("operator").asText().equals("Exists");
      boolean sameKey = key.equals(taint.path("key").asText()) || (key.isEmpty() && exists);
      boolean sameEffect = effect.isEmpty() || effect.equals(taint.path("effect").asText());
      boolean sameValue =
          exists || toleration.path("value").asText().equals(taint.path("value").asText());
      if (sameKey && sameEffect && sameValue) {
        return true;
      }
    }
    return false;
  }

  private String hash() {
    return TemplateHash.of(set.template());
  }

  private static String hash(ObjectNode pod) {
    return ObjectMetadata.of(pod).labels().getOrDefault(Revisions.HASH, "");
  }

  private static String node(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText();
  }
}
