package io.mkube.controllers.pod;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.sweep.DnsLeftovers;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the pods whose rows or records differ between two readings. Pure. */
final class ChangedPods {
  private ChangedPods() {}

  static Set<ResourceID> between(DeviceSnapshot before, DeviceSnapshot now) {
    return differing(rows(before), rows(now));
  }

  static Set<ResourceID> between(DnsZoneSnapshot before, DnsZoneSnapshot now) {
    return differing(records(before), records(now));
  }

  private static Set<ResourceID> differing(
      Map<ResourceID, List<Object>> before, Map<ResourceID, List<Object>> now) {
    Set<ResourceID> pods = new HashSet<>(before.keySet());
    pods.addAll(now.keySet());
    pods.removeIf(
        pod ->
            Set.copyOf(before.getOrDefault(pod, List.of()))
                .equals(Set.copyOf(now.getOrDefault(pod, List.of()))));
    return pods;
  }

  private static Map<ResourceID, List<Object>> rows(DeviceSnapshot device) {
    Map<ResourceID, List<Object>> rows = new HashMap<>();
    for (Container container : device.containers()) {
      put(rows, container.comment(), container);
      device.mounts(container.name()).forEach(mount -> put(rows, container.comment(), mount));
      device.envs(container.name()).forEach(env -> put(rows, container.comment(), env));
    }
    device
        .veths()
        .forEach(
            veth -> {
              put(rows, veth.spec().comment(), veth);
              device
                  .port(veth.spec().name())
                  .ifPresent(port -> put(rows, veth.spec().comment(), port));
            });
    return rows;
  }

  /** A record counts for all who own its name, so that a lost address wakes its owner. */
  private static Map<ResourceID, List<Object>> records(DnsZoneSnapshot zone) {
    Map<ResourceID, List<Object>> records = new HashMap<>();
    for (DnsRecord record : zone.records()) {
      Optional<String> name = DnsOwner.ownedName(record.name());
      Optional<DnsOwner> owner = name.flatMap(n -> DnsLeftovers.owner(record));
      if (owner.isPresent()) {
        String comment = owner.get().marker().text();
        put(records, comment, record);
        zone.records(name.orElseThrow()).forEach(address -> put(records, comment, address));
      }
    }
    return records;
  }

  private static void put(Map<ResourceID, List<Object>> rows, String comment, Object row) {
    Marker.parse(comment)
        .filter(marker -> marker.kind().equals("Pod"))
        .ifPresent(
            marker ->
                rows.computeIfAbsent(
                        new ResourceID(marker.name(), marker.namespace()), pod -> new ArrayList<>())
                    .add(row));
  }
}
