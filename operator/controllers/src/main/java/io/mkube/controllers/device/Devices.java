package io.mkube.controllers.device;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routers of this control plane, by the name of their Node. Immutable. */
public final class Devices {
  private final Map<String, DeviceNode> nodes;

  private Devices(Map<String, DeviceNode> nodes) {
    this.nodes = nodes;
  }

  /** A set of routers; names must differ. */
  public static Devices of(Collection<DeviceNode> nodes) {
    return new Devices(
        nodes.stream()
            .collect(Collectors.toUnmodifiableMap(DeviceNode::name, Function.identity())));
  }

  /** The router that a Node stands for; empty for other Nodes and for null. */
  public Optional<DeviceNode> find(@Nullable String nodeName) {
    return nodeName == null ? Optional.empty() : Optional.ofNullable(nodes.get(nodeName));
  }

  /** All routers, ordered by name. */
  public List<DeviceNode> all() {
    return nodes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }
}
