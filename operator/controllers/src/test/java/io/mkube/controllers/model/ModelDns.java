package io.mkube.controllers.model;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.microdns.DnsZones;
import io.mkube.routeros.microdns.RecordData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A DNS server with one zone. */
public final class ModelDns implements DnsZones {
  public final Map<String, DnsRecord> records = new LinkedHashMap<>();
  private final Faults faults;
  private final DnsZone zone;
  private int ids;

  public ModelDns(Faults faults, String zone) {
    this.faults = faults;
    this.zone = new DnsZone("z", zone);
  }

  @Override
  public List<DnsZone> zones() {
    return faults.read(() -> List.of(zone));
  }

  @Override
  public DnsZone ensureZone(String name) {
    return zone;
  }

  @Override
  public void removeZone(String zoneId) {
    throw new DeviceException.Unsupported("the model's zone is fixed");
  }

  @Override
  public List<DnsRecord> records(String zoneId) {
    return faults.read(() -> List.copyOf(records.values()));
  }

  @Override
  public DnsRecord addRecord(String zoneId, String name, int ttlSeconds, RecordData data) {
    return faults.write(
        () ->
            records.values().stream()
                .filter(r -> r.name().equals(name) && r.data().equals(data))
                .findFirst()
                .orElseGet(
                    () -> {
                      String id = "r" + ++ids;
                      DnsRecord record = new DnsRecord(id, name, ttlSeconds, data);
                      records.put(id, record);
                      return record;
                    }));
  }

  @Override
  public void removeRecord(String zoneId, String recordId) {
    faults.write(() -> records.remove(recordId));
  }
}
