package io.mkube.controllers.pod;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.sweep.DnsLeftovers;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the last pass over each pod saw of it, on its device and in its zone. A later reading is
 * compared with that, so that nothing escapes which happens between two passes. Thread-safe.
 */
final class Sightings {
  private final Map<String, Map<ResourceID, Set<Object>>> seen = new ConcurrentHashMap<>();
  private final Map<String, Grouped> latest = new ConcurrentHashMap<>();

  private record Grouped(Object reading, Map<ResourceID, Set<Object>> rows) {}

  /** A pass saw a pod in a reading of a device. */
  void saw(ResourceID pod, String node, DeviceSnapshot reading) {
    put(pod, node, rows(node, reading));
  }

  /** A pass saw a pod in a reading of a zone. */
  void saw(ResourceID pod, String endpoint, DnsZoneSnapshot reading) {
    String place = place(endpoint, reading);
    put(pod, place, records(place, reading));
  }

  /** The pods that look different in a reading of a device. */
  Set<ResourceID> changed(String node, DeviceSnapshot reading) {
    return differing(node, rows(node, reading));
  }

  /** The pods that look different in a reading of a zone. */
  Set<ResourceID> changed(String endpoint, DnsZoneSnapshot reading) {
    String place = place(endpoint, reading);
    return differing(place, records(place, reading));
  }

  /** A pod is gone. */
  void forget(ResourceID pod) {
    seen.values().forEach(pods -> pods.remove(pod));
  }

  private static String place(String endpoint, DnsZoneSnapshot reading) {
    return endpoint + " " + reading.zone();
  }

  private void put(ResourceID pod, String place, Map<ResourceID, Set<Object>> grouped) {
    seen.computeIfAbsent(place, p -> new ConcurrentHashMap<>())
        .put(pod, grouped.getOrDefault(pod, Set.of()));
  }

  private Set<ResourceID> differing(String place, Map<ResourceID, Set<Object>> now) {
    Set<ResourceID> pods = new HashSet<>();
    seen.getOrDefault(place, Map.of())
        .forEach(
            (pod, before) -> {
              if (!before.equals(now.getOrDefault(pod, Set.of()))) {
                pods.add(pod);
              }
            });
    return pods;
  }

  /** All passes that use one reading share its grouping. */
  private Map<ResourceID, Set<Object>> rows(String node, DeviceSnapshot device) {
    return known(node, device, () -> group(device));
  }

  private Map<ResourceID, Set<Object>> records(String place, DnsZoneSnapshot zone) {
    return known(place, zone, () -> group(zone));
  }

  private Map<ResourceID, Set<Object>> known(
      String place, Object reading, Supplier<Map<ResourceID, Set<Object>>> grouping) {
    Grouped grouped = latest.get(place);
    if (grouped == null || !grouped.reading().equals(reading)) {
      grouped = new Grouped(reading, grouping.get());
      latest.put(place, grouped);
    }
    return grouped.rows();
  }

  private static Map<ResourceID, Set<Object>> group(DeviceSnapshot device) {
    Map<ResourceID, Set<Object>> rows = new HashMap<>();
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

  /** An address counts for all who own it, so that its loss wakes them. */
  private static Map<ResourceID, Set<Object>> group(DnsZoneSnapshot zone) {
    Map<ResourceID, Set<Object>> records = new HashMap<>();
    for (DnsRecord text : zone.records()) {
      Optional<String> name = DnsOwner.ownedName(text.name());
      Optional<DnsOwner> owner = DnsLeftovers.owner(text);
      if (name.isEmpty() || owner.isEmpty()) {
        continue;
      }
      String comment = owner.get().marker().text();
      put(records, comment, text);
      zone.records(name.get()).stream()
          .filter(r -> DnsLeftovers.address(r).equals(IpAddress.find(owner.get().address())))
          .forEach(record -> put(records, comment, record));
    }
    return records;
  }

  private static void put(Map<ResourceID, Set<Object>> rows, String comment, Object row) {
    Marker.parse(comment)
        .filter(marker -> marker.kind().equals("Pod"))
        .ifPresent(
            marker ->
                rows.computeIfAbsent(
                        new ResourceID(marker.name(), marker.namespace()), pod -> new HashSet<>())
                    .add(row));
  }
}
