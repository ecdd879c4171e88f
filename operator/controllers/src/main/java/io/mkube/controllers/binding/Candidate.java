package io.mkube.controllers.binding;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A router as the planner sees it.
 *
 * @param node name of its Node
 * @param labels labels of the Node
 * @param cordoned whether new pods are kept away
 * @param ready whether the router answers
 * @param pods pods bound to it
 * @param podLimit pods that it takes
 * @param hasNetwork whether the network of the pod is on it
 */
record Candidate(
    String node,
    Map<String, String> labels,
    boolean cordoned,
    boolean ready,
    long pods,
    long podLimit,
    boolean hasNetwork) {
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  Candidate {
    labels = Map.copyOf(labels);
  }

  /** A router whose Node may not exist yet: then only its name is known. */
  static Candidate of(String name, Optional<Node> node, long pods, boolean hasNetwork) {
    return new Candidate(
        name,
        node.map(n -> n.getMetadata().getLabels()).orElse(Map.of()),
        node.map(Node::getSpec).map(spec -> spec.getUnschedulable()).orElse(false),
        node.map(Candidate::isReady).orElse(false),
        pods,
        node.flatMap(Candidate::limit).orElse(Long.MAX_VALUE),
        hasNetwork);
  }

  /** Whether a pod takes no room any more. */
  static boolean finished(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPhase() != null
        && FINISHED.contains(pod.getStatus().getPhase());
  }

  boolean full() {
    return pods >= podLimit;
  }

  private static boolean isReady(Node node) {
    return node.getStatus() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static Optional<Long> limit(Node node) {
    Map<String, Quantity> allocatable =
        node.getStatus() == null ? null : node.getStatus().getAllocatable();
    return Optional.ofNullable(allocatable == null ? null : allocatable.get("pods"))
        .map(quantity -> quantity.getNumericalAmount().longValue());
  }
}
