package io.mkube.controllers.world;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.microdns.DnsZones;
import io.mkube.routeros.microdns.RecordData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A name server without sockets. It keeps what it is given, also the same record twice. */
public final class MemoryDns implements DnsZones {
  private final Map<String, List<DnsRecord>> zones = new TreeMap<>();
  private boolean silent;
  private int ids;

  /** From now on nothing is answered, or everything again. */
  public void silent(boolean now) {
    silent = now;
  }

  /** A record written by somebody else. */
  public void write(String zone, String name, RecordData data) {
    zones
        .computeIfAbsent(zone, z -> new ArrayList<>())
        .add(new DnsRecord("r" + ids++, name, 300, data));
  }

  /** All records of a zone as {@code name data}. */
  public List<String> dump(String zone) {
    return zones.getOrDefault(zone, List.of()).stream()
        .map(record -> record.name() + " " + record.data())
        .sorted()
        .toList();
  }

  @Override
  public List<DnsZone> zones() {
    answer();
    return zones.keySet().stream().map(name -> new DnsZone(name, name)).toList();
  }

  @Override
  public DnsZone ensureZone(String name) {
    answer();
    zones.computeIfAbsent(name, z -> new ArrayList<>());
    return new DnsZone(name, name);
  }

  @Override
  public void removeZone(String zoneId) {
    answer();
    zones.remove(zoneId);
  }

  @Override
  public List<DnsRecord> records(String zoneId) {
    answer();
    return List.copyOf(zones.getOrDefault(zoneId, List.of()));
  }

  @Override
  public DnsRecord addRecord(String zoneId, String name, int ttlSeconds, RecordData data) {
    answer();
    DnsRecord record = new DnsRecord("r" + ids++, name, ttlSeconds, data);
    zones.computeIfAbsent(zoneId, z -> new ArrayList<>()).add(record);
    return record;
  }

  @Override
  public void removeRecord(String zoneId, String recordId) {
    answer();
    zones.getOrDefault(zoneId, new ArrayList<>()).removeIf(r -> r.id().equals(recordId));
  }

  private void answer() {
    if (silent) {
      throw new DeviceException.Unreachable("the name server is silent");
    }
  }
}
