package io.mkube.controllers.placement;

import io.fabric8.kubernetes.api.model.Pod;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.Devices;
import io.mkube.crds.annotation.MkubeAnnotations;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkRouter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which network a pod is on, and which routers have a network. Immutable.
 *
 * @param devices the routers of this control plane
 * @param defaultNetwork network of pods that name none; null when there is none
 */
public record Placement(Devices devices, @Nullable String defaultNetwork) {
  /** The name of a pod's network; empty when it names none and there is no default. */
  public Optional<String> networkOf(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String named = annotations == null ? null : annotations.get(MkubeAnnotations.NETWORK);
    return Optional.ofNullable(named == null || named.isBlank() ? defaultNetwork : named.strip());
  }

  /**
   * The routers that a network is on: the one that {@code spec.router.name} names if it is one of
   * ours, otherwise all.
   */
  public List<DeviceNode> routersOf(Network network) {
    NetworkRouter router = network.getSpec().router();
    Optional<DeviceNode> named = devices.find(router == null ? null : router.name());
    return named.map(List::of).orElseGet(devices::all);
  }
}
