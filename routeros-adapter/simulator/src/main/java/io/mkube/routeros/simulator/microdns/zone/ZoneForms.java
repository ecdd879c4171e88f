package io.mkube.routeros.simulator.microdns.zone;

import io.mkube.routeros.simulator.microdns.zone.Zone.Soa;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Zones and records as request bodies and in the journal; unknown members are ignored. */
final class ZoneForms {
  private static final long INT = 4_294_967_295L;
  private static final List<String> PROBES =
      List.of("ping", "http", "https", "tcp", "tcp_half_open");

  private ZoneForms() {}

  static NewZone newZone(Map<String, @Nullable Object> body) {
    String name = text(body, "name", null).replaceFirst("\\.+$", "");
    Map<?, ?> soa = body.get("soa") instanceof Map<?, ?> map ? map : Map.of();
    Soa start =
        new Soa(
            text(soa, "mname", "ns1." + name),
            text(soa, "rname", "admin." + name),
            0,
            number(soa, "refresh", 3600),
            number(soa, "retry", 900),
            number(soa, "expire", 604_800),
            number(soa, "minimum", 300));
    return new NewZone(name, start, number(body, "default_ttl", 300));
  }

  static NewRecord newRecord(Map<String, @Nullable Object> body) {
    String source = text(body, "source", "manual");
    if (!List.of("manual", "dhcp", "mdns", "k8s").contains(source)) {
      throw RecordData.invalid("source: unknown variant `" + source + "`");
    }
    return new NewRecord(
        text(body, "name", null),
        number(body, "ttl", 300),
        RecordData.parse(body.get("data")),
        flag(body, "enabled", true),
        healthCheck(body.get("health_check")),
        source,
        body.get("origin") instanceof String origin ? origin : null);
  }

  /** The record with the members that a body names replaced. */
  static ZoneRecord changed(ZoneRecord row, Map<String, @Nullable Object> body, String now) {
    RecordData data = body.get("data") == null ? row.data() : RecordData.parse(body.get("data"));
    Object check =
        body.containsKey("health_check")
            ? healthCheck(body.get("health_check"))
            : row.healthCheck();
    return new ZoneRecord(
        row.id(),
        row.zoneId(),
        text(body, "name", row.name()),
        number(body, "ttl", row.ttl()),
        data,
        flag(body, "enabled", row.enabled()),
        check,
        row.source(),
        row.origin(),
        row.createdAt(),
        now,
        row.order());
  }

  /** A record as the journal keeps it. */
  static Map<String, @Nullable Object> kept(ZoneRecord row) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(row.json(Dialect.LATER));
    kept.put("order", row.order());
    return kept;
  }

  /** A record from the journal. */
  static ZoneRecord record(Map<String, ? extends @Nullable Object> kept) {
    return new ZoneRecord(
        text(kept, "id", null),
        text(kept, "zone_id", null),
        text(kept, "name", null),
        number(kept, "ttl", 300),
        RecordData.parse(kept.get("data")),
        flag(kept, "enabled", true),
        kept.get("health_check"),
        text(kept, "source", "manual"),
        kept.get("origin") instanceof String origin ? origin : null,
        text(kept, "created_at", null),
        text(kept, "updated_at", null),
        number(kept, "order", 0));
  }

  /** A zone from the journal. */
  static Zone zone(Map<String, ? extends @Nullable Object> kept) {
    Map<?, ?> soa = kept.get("soa") instanceof Map<?, ?> map ? map : Map.of();
    return new Zone(
        text(kept, "id", null),
        text(kept, "name", null),
        new Soa(
            text(soa, "mname", ""),
            text(soa, "rname", ""),
            number(soa, "serial", 0),
            number(soa, "refresh", 3600),
            number(soa, "retry", 900),
            number(soa, "expire", 604_800),
            number(soa, "minimum", 300)),
        number(kept, "default_ttl", 300),
        text(kept, "created_at", null),
        text(kept, "updated_at", null));
  }

  private static @Nullable Object healthCheck(@Nullable Object json) {
    if (json == null) {
      return null;
    }
    if (!(json instanceof Map<?, ?> map)) {
      throw RecordData.invalid("health_check: expected an object");
    }
    Map<String, @Nullable Object> check = new LinkedHashMap<>();
    String probe = text(map, "probe_type", null);
    if (!PROBES.contains(probe)) {
      throw RecordData.invalid("health_check: unknown variant `" + probe + "`");
    }
    check.put("probe_type", probe);
    for (String name :
        List.of("interval_secs", "timeout_secs", "unhealthy_threshold", "healthy_threshold")) {
      check.put(name, RecordData.whole(name, map.get(name), INT));
    }
    check.put("endpoint", map.get("endpoint") instanceof String endpoint ? endpoint : null);
    return check;
  }

  private static String text(Map<?, ?> map, String name, @Nullable String missing) {
    Object value = map.get(name);
    if (value instanceof String text) {
      return text;
    }
    if (value == null && missing != null) {
      return missing;
    }
    throw RecordData.invalid(
        value == null ? "missing field `" + name + "`" : name + ": expected a string");
  }

  private static long number(Map<?, ?> map, String name, long missing) {
    Object value = map.get(name);
    return value == null ? missing : RecordData.whole(name, value, INT);
  }

  private static boolean flag(Map<?, ?> map, String name, boolean missing) {
    return switch (map.get(name)) {
      case null -> missing;
      case Boolean flag -> flag;
      default -> throw RecordData.invalid(name + ": expected a boolean");
    };
  }

  /**
   * A zone to add.
   *
   * @param name name
   * @param soa start of authority without serial
   * @param defaultTtl seconds
   */
  record NewZone(String name, Soa soa, long defaultTtl) {
    Zone zone(String id, long serial, String now) {
      return new Zone(id, name, soa, defaultTtl, now, now).changed(serial, now);
    }
  }

  /**
   * A record to add.
   *
   * @param name relative name
   * @param ttl seconds
   * @param data type and payload
   * @param enabled whether it is served
   * @param healthCheck health check, null for none
   * @param source owner label
   * @param origin instance, null for none
   */
  record NewRecord(
      String name,
      long ttl,
      RecordData data,
      boolean enabled,
      @Nullable Object healthCheck,
      String source,
      @Nullable String origin) {
    ZoneRecord row(String id, String zoneId, String now, long order) {
      return new ZoneRecord(
          id, zoneId, name, ttl, data, enabled, healthCheck, source, origin, now, now, order);
    }
  }
}
