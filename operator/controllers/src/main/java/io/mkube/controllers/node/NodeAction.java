package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.mkube.controllers.plan.Action;
import java.util.Map;
import java.util.TreeMap;

/** One step towards the Node that stands for a router. */
sealed interface NodeAction extends Action {
  /**
   * Creates the Node.
   *
   * @param node the Node
   */
  record Create(Node node) implements NodeAction {
    @Override
    public String describe() {
      return "create node " + node.getMetadata().getName();
    }
  }

  /**
   * Sets labels and annotations, and leaves all others as they are.
   *
   * @param labels labels to set
   * @param annotations annotations to set
   */
  record Describe(Map<String, String> labels, Map<String, String> annotations)
      implements NodeAction {
    public Describe {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    @Override
    public String describe() {
      return "set labels " + new TreeMap<>(labels) + ", annotations " + new TreeMap<>(annotations);
    }
  }

  /**
   * Writes the status.
   *
   * @param status the whole status
   * @param why what changed
   */
  record Report(NodeStatus status, String why) implements NodeAction {
    @Override
    public String describe() {
      return "report " + why;
    }
  }
}
