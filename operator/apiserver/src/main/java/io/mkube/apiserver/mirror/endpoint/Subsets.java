package io.mkube.apiserver.mirror.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The subsets of Endpoints: ports that lead to the same addresses stand together. */
final class Subsets {
  private static final Comparator<EndpointPort> BY_NAME =
      Comparator.comparing(EndpointPort::name)
          .thenComparingInt(EndpointPort::port)
          .thenComparing(EndpointPort::protocol)
          .thenComparing(EndpointPort::appProtocol);

  private Subsets() {}

  /**
   * Groups.
   *
   * @param backends in the order that addresses shall have
   * @param unready whether pods that are not ready stand with the others
   * @param headless whether pods stand there without any port
   */
  static ArrayNode of(List<Backend> backends, boolean unready, boolean headless) {
    ArrayNode subsets = Json.object().arrayNode();
    for (Map.Entry<BitSet, List<EndpointPort>> group : groups(backends, headless).entrySet()) {
      ObjectNode subset = subsets.addObject();
      for (int i : group.getKey().stream().toArray()) {
        Backend backend = backends.get(i);
        String list = unready || backend.ready() ? "addresses" : "notReadyAddresses";
        subset
            .withArray("/" + list)
            .add(backend.describe(Json.object().put("ip", backend.address())));
      }
      for (EndpointPort port : group.getValue()) {
        subset.withArray("/ports").add(port.inSubset());
      }
    }
    return subsets;
  }

  private static Map<BitSet, List<EndpointPort>> groups(List<Backend> backends, boolean headless) {
    Map<EndpointPort, BitSet> byPort = new TreeMap<>(BY_NAME);
    BitSet without = new BitSet();
    for (int i = 0; i < backends.size(); i++) {
      for (EndpointPort port : backends.get(i).ports()) {
        byPort.computeIfAbsent(port, none -> new BitSet()).set(i);
      }
      if (headless && backends.get(i).ports().isEmpty()) {
        without.set(i);
      }
    }
    Map<BitSet, List<EndpointPort>> groups = new LinkedHashMap<>();
    byPort.forEach(
        (port, members) -> groups.computeIfAbsent(members, none -> new ArrayList<>()).add(port));
    if (!without.isEmpty()) {
      groups.put(without, List.of());
    }
    return groups;
  }
}
