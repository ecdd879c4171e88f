package io.mkube.controllers.device;

import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One complete reading of a zone. Immutable. */
public final class DnsZoneSnapshot {
  private final String zone;
  private final Optional<String> id;
  private final Map<String, List<DnsRecord>> byName;

  DnsZoneSnapshot(String zone, Optional<String> id, List<DnsRecord> records) {
    this.zone = zone;
    this.id = id;
    this.byName =
        Map.copyOf(
            records.stream()
                .collect(Collectors.groupingBy(DnsRecord::name, Collectors.toUnmodifiableList())));
  }

  /** Name of the zone, without trailing dot. */
  public String zone() {
    return zone;
  }

  /** The server's id of the zone; empty when the server does not have the zone. */
  public Optional<String> id() {
    return id;
  }

  /** All records. */
  public List<DnsRecord> records() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  /** The records of a name, relative to the zone. */
  public List<DnsRecord> records(String name) {
    return byName.getOrDefault(name, List.of());
  }
}
