package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.mkube.controllers.node.NodeObservation.Reading;
import io.mkube.controllers.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to write about a router: nothing, as long as only its load and uptime change. Pure.
 */
final class NodePlanner {
  private NodePlanner() {}

  static Plan<NodeAction> plan(NodeDesire desire, NodeObservation observation, Instant now) {
    List<NodeAction> actions = new ArrayList<>();
    Node node = observation.node().orElse(null);
    if (node == null) {
      actions.add(
          new NodeAction.Create(
              new NodeBuilder()
                  .withNewMetadata()
                  .withName(desire.name())
                  .withLabels(labels(desire, observation.reading()))
                  .withAnnotations(annotations(desire, observation.reading()))
                  .endMetadata()
                  .withNewSpec()
                  .endSpec()
                  .build()));
    }
    NodeStatus before =
        node == null || node.getStatus() == null ? new NodeStatus() : node.getStatus();
    NodeStatus after = status(desire, observation.reading(), before, now);
    boolean reports = node == null || !after.equals(before);
    if (node != null) {
      describe(desire, node, observation.reading(), reports, actions);
    }
    if (reports) {
      actions.add(new NodeAction.Report(after, difference(before, after)));
    }
    return Plan.of(actions);
  }

  private static void describe(
      NodeDesire desire, Node node, Reading reading, boolean reports, List<NodeAction> actions) {
    Map<String, String> missing = missing(labels(desire, reading), node.getMetadata().getLabels());
    Map<String, String> lasting =
        missing(
            NodeDescription.lastingAnnotations(desire, reading),
            node.getMetadata().getAnnotations());
    if (reports || !missing.isEmpty() || !lasting.isEmpty()) {
      Map<String, String> all =
          missing(annotations(desire, reading), node.getMetadata().getAnnotations());
      if (!missing.isEmpty() || !all.isEmpty()) {
        actions.add(new NodeAction.Describe(missing, all));
      }
    }
  }

  private static Map<String, String> labels(NodeDesire desire, Reading reading) {
    return reading instanceof Reading.Answer answer
        ? NodeDescription.labels(desire, answer)
        : NodeDescription.labels(desire);
  }

  private static Map<String, String> annotations(NodeDesire desire, Reading reading) {
    Map<String, String> annotations =
        new HashMap<>(NodeDescription.lastingAnnotations(desire, reading));
    if (reading instanceof Reading.Answer answer) {
      annotations.putAll(NodeDescription.passingAnnotations(answer));
    }
    return annotations;
  }

  private static Map<String, String> missing(
      Map<String, String> wanted, @Nullable Map<String, String> present) {
    Map<String, String> missing = new HashMap<>(wanted);
    if (present != null) {
      missing.entrySet().removeAll(present.entrySet());
    }
    return missing;
  }

  /** While the router is silent, its last known hardware stays. */
  private static NodeStatus status(
      NodeDesire desire, Reading reading, NodeStatus before, Instant now) {
    NodeStatusBuilder status =
        new NodeStatusBuilder(before)
            .withAddresses(NodeDescription.addresses(desire))
            .withDaemonEndpoints(
                desire.kubelet() == null
                    ? before.getDaemonEndpoints()
                    : NodeDescription.daemonEndpoints(desire))
            .withConditions(NodeConditions.describe(before.getConditions(), reading, now));
    if (reading instanceof Reading.Answer answer) {
      status
          .withCapacity(NodeDescription.capacity(answer.resource()))
          .withAllocatable(NodeDescription.capacity(answer.resource()))
          .withNodeInfo(NodeDescription.systemInfo(desire, answer));
    }
    return status.build();
  }

  private static String difference(NodeStatus before, NodeStatus after) {
    List<String> changed = new ArrayList<>();
    if (!Objects.equals(before.getConditions(), after.getConditions())) {
      after.getConditions().stream()
          .filter(condition -> !before.getConditions().contains(condition))
          .forEach(c -> changed.add(c.getType() + "=" + c.getStatus() + " " + c.getReason()));
    }
    if (!Objects.equals(before.getCapacity(), after.getCapacity())) {
      changed.add("capacity " + after.getCapacity());
    }
    if (!Objects.equals(before.getNodeInfo(), after.getNodeInfo())) {
      changed.add(after.getNodeInfo().getOsImage());
    }
    if (!Objects.equals(before.getAddresses(), after.getAddresses())) {
      changed.add(after.getAddresses().size() + " addresses");
    }
    if (!Objects.equals(before.getDaemonEndpoints(), after.getDaemonEndpoints())) {
      changed.add("logs");
    }
    return String.join(", ", changed);
  }
}
