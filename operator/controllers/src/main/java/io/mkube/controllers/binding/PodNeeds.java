package io.mkube.controllers.binding;

import io.fabric8.kubernetes.api.model.Pod;
import io.mkube.crds.annotation.MkubeAnnotations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks of the router that it is bound to.
 *
 * @param node the only router that will do; null for any
 * @param selector labels that the Node must have
 * @param gates names of the gates that keep the pod from being bound
 */
record PodNeeds(@Nullable String node, Map<String, String> selector, List<String> gates) {
  PodNeeds {
    selector = Map.copyOf(selector);
    gates = List.copyOf(gates);
  }

  static PodNeeds of(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    Map<String, String> selector = pod.getSpec().getNodeSelector();
    return new PodNeeds(
        annotations == null ? null : annotations.get(MkubeAnnotations.NODE),
        selector == null ? Map.of() : selector,
        pod.getSpec().getSchedulingGates().stream().map(gate -> gate.getName()).toList());
  }
}
