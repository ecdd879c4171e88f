package io.mkube.routeros.simulator.microdns.zone;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of a zone.
 *
 * @param id UUID
 * @param zoneId UUID of its zone
 * @param name name relative to the zone, as given
 * @param ttl time to live in seconds
 * @param data type and payload
 * @param enabled whether it is served
 * @param healthCheck health check as given, null for none
 * @param source who says that he owns it
 * @param origin which instance wrote it, null for none
 * @param createdAt RFC 3339
 * @param updatedAt RFC 3339
 * @param order place among equals
 */
public record ZoneRecord(
    String id,
    String zoneId,
    String name,
    long ttl,
    RecordData data,
    boolean enabled,
    @Nullable Object healthCheck,
    String source,
    @Nullable String origin,
    String createdAt,
    String updatedAt,
    long order) {
  /** The form that REST prints. */
  public Map<String, @Nullable Object> json(Dialect dialect) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("zone_id", zoneId);
    json.put("name", name);
    json.put("ttl", ttl);
    json.put("type", data.type().name());
    json.put("data", data.json());
    json.put("enabled", enabled);
    json.put("health_check", healthCheck);
    if (dialect == Dialect.LATER) {
      json.put("source", source);
      json.put("origin", origin);
    }
    json.put("created_at", createdAt);
    json.put("updated_at", updatedAt);
    return json;
  }
}
