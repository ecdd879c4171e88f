package io.mkube.routeros.simulator.microdns.zone;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A zone.
 *
 * @param id UUID
 * @param name name without trailing dot, case kept
 * @param soa start of authority
 * @param defaultTtl time to live of the start of authority, in seconds
 * @param createdAt RFC 3339
 * @param updatedAt RFC 3339
 */
public record Zone(
    String id, String name, Soa soa, long defaultTtl, String createdAt, String updatedAt) {
  /** The form that REST prints. */
  public Map<String, @Nullable Object> json(long recordCount) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("name", name);
    json.put("soa", soa.json());
    json.put("default_ttl", defaultTtl);
    json.put("record_count", recordCount);
    json.put("created_at", createdAt);
    json.put("updated_at", updatedAt);
    return json;
  }

  Zone changed(long serial, String time) {
    Soa next =
        new Soa(soa.mname, soa.rname, serial, soa.refresh, soa.retry, soa.expire, soa.minimum);
    return new Zone(id, name, next, defaultTtl, createdAt, time);
  }

  /**
   * Start of authority.
   *
   * @param mname primary server
   * @param rname mailbox of who is responsible
   * @param serial serial number, {@code YYYYMMDDnn}
   * @param refresh seconds
   * @param retry seconds
   * @param expire seconds
   * @param minimum seconds
   */
  public record Soa(
      String mname,
      String rname,
      long serial,
      long refresh,
      long retry,
      long expire,
      long minimum) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("mname", mname);
      json.put("rname", rname);
      json.put("serial", serial);
      json.put("refresh", refresh);
      json.put("retry", retry);
      json.put("expire", expire);
      json.put("minimum", minimum);
      return json;
    }
  }
}
