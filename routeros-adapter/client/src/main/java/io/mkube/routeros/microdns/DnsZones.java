package io.mkube.routeros.microdns;

import java.util.List;

/**
 * Zones and records of one microdns server. Every call has a deadline of 3 s. Lists are paged to
 * their end. Failures are {@link io.mkube.routeros.DeviceException}s: a list that could not be read
 * completely is never an empty list. Thread-safe.
 */
public interface DnsZones {
  /** All zones. */
  List<DnsZone> zones();

  /** Creates a zone, or returns the existing one of that name. */
  DnsZone ensureZone(String name);

  /** Removes a zone with all its records. */
  void removeZone(String zoneId);

  /** All records of a zone that are served; ones that a person disabled are left out. */
  List<DnsRecord> records(String zoneId);

  /** Adds a record; an identical one is returned as it is. */
  DnsRecord addRecord(String zoneId, String name, int ttlSeconds, RecordData data);

  /** Removes a record; one that is gone is success. */
  void removeRecord(String zoneId, String recordId);

  /**
   * A zone.
   *
   * @param id server's id
   * @param name zone name without trailing dot
   */
  record DnsZone(String id, String name) {}

  /**
   * A record.
   *
   * @param id server's id
   * @param name name relative to the zone, lower case
   * @param ttlSeconds time to live
   * @param data type and payload
   */
  record DnsRecord(String id, String name, int ttlSeconds, RecordData data) {}
}
