package io.mkube.controllers.device;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.microdns.DnsZones;
import io.mkube.routeros.microdns.DnsZones.DnsZone;
import io.mkube.routeros.microdns.RecordData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One microdns server: a shared reading of each zone that we serve, and one guarded way to write.
 * Thread-safe.
 */
public final class DnsServer {
  private final String endpoint;
  private final DnsZones server;
  private final WriteGuard guard;
  private final InstantSource clock;
  private final Map<String, SharedRead<DnsZoneSnapshot>> zones = new ConcurrentHashMap<>();
  private final AtomicLong writeCount = new AtomicLong();

  DnsServer(String endpoint, DnsZones server, WriteGuard guard, InstantSource clock) {
    this.endpoint = endpoint;
    this.server = server;
    this.guard = guard;
    this.clock = clock;
  }

  /** URL of the server. */
  public String endpoint() {
    return endpoint;
  }

  /**
   * A reading of a zone, under the rules of {@link DeviceNode#snapshot}. A zone that the server
   * does not have is read as one without id.
   *
   * @throws DeviceException when the server could not be read completely
   */
  public DnsZoneSnapshot zone(String name, Duration maxAge) {
    return reads(name).get(maxAge);
  }

  /** The last complete reading of a zone, however old. */
  public Optional<DnsZoneSnapshot> latest(String name) {
    return Optional.ofNullable(reads(name).latest());
  }

  /** The zones that were read or written through this object so far. */
  public Set<String> served() {
    return Set.copyOf(zones.keySet());
  }

  /** Creates a zone unless it exists. */
  public void ensureZone(String name) {
    write(name, () -> server.ensureZone(name));
  }

  /** Removes a zone with all its records; one that is gone is success. */
  public void removeZone(String name) {
    Optional<String> id = latest(name).flatMap(DnsZoneSnapshot::id);
    id.ifPresent(
        known ->
            write(
                name,
                () -> {
                  server.removeZone(known);
                  return known;
                }));
  }

  /**
   * Adds a record; an identical one is left as it is.
   *
   * @param name name relative to the zone, lower case
   * @throws DeviceException.Missing when the server does not have the zone
   */
  public void add(String zone, String name, int ttlSeconds, RecordData data) {
    String id = zoneId(zone);
    write(zone, () -> server.addRecord(id, name, ttlSeconds, data));
  }

  /** Removes a record; one that is gone is success. */
  public void remove(String zone, String recordId) {
    String id = zoneId(zone);
    write(
        zone,
        () -> {
          server.removeRecord(id, recordId);
          return recordId;
        });
  }

  /** Number of write calls so far, successful or not. */
  public long writes() {
    return writeCount.get();
  }

  private <R> void write(String zone, Supplier<R> action) {
    guard.beforeWrite();
    writeCount.incrementAndGet();
    reads(zone).write(action);
  }

  private String zoneId(String zone) {
    return latest(zone)
        .flatMap(DnsZoneSnapshot::id)
        .orElseThrow(
            () -> new DeviceException.Missing("DNS server " + endpoint + ": no zone " + zone));
  }

  private SharedRead<DnsZoneSnapshot> reads(String zone) {
    return zones.computeIfAbsent(
        zone.toLowerCase(Locale.ROOT),
        name -> new SharedRead<>("zone " + name + " at " + endpoint, () -> read(name), clock));
  }

  private DnsZoneSnapshot read(String name) {
    Optional<String> id =
        server.zones().stream()
            .filter(zone -> zone.name().equalsIgnoreCase(name))
            .map(DnsZone::id)
            .findFirst();
    return new DnsZoneSnapshot(name, id, id.map(server::records).orElse(List.of()));
  }
}
