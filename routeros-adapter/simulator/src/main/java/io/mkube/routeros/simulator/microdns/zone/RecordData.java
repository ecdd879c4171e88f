package io.mkube.routeros.simulator.microdns.zone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/**
 * Type and payload of a record: a text, or an object with fixed members.
 *
 * @param type type
 * @param payload text, or members as texts and numbers
 */
public record RecordData(RecordType type, Object payload) {
  private static final long BYTE = 255;
  private static final long SHORT = 65_535;
  private static final long INT = 4_294_967_295L;

  /**
   * Reads {@code {"type":…,"data":…}}.
   *
   * @throws ZoneException 422 when a member is missing or of the wrong type
   */
  public static RecordData parse(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> map) || !(map.get("type") instanceof String name)) {
      throw invalid("data: missing field `type`");
    }
    RecordType type = type(name);
    Object payload = map.get("data");
    return switch (type) {
      case A -> new RecordData(type, address(payload, Address.IPv4));
      case AAAA -> new RecordData(type, address(payload, Address.IPv6));
      case CNAME, NS, PTR, TXT -> new RecordData(type, text("data", payload));
      case MX -> object(type, payload, List.of("exchange"), Map.of("preference", SHORT));
      case SRV ->
          object(
              type,
              payload,
              List.of("target"),
              Map.of("priority", SHORT, "weight", SHORT, "port", SHORT));
      case CAA -> object(type, payload, List.of("tag", "value"), Map.of("flags", BYTE));
      case SOA ->
          object(
              type,
              payload,
              List.of("mname", "rname"),
              Map.of("serial", INT, "refresh", INT, "retry", INT, "expire", INT, "minimum", INT));
    };
  }

  /** A member of an object payload as text. */
  public String text(String name) {
    return payload instanceof Map<?, ?> map ? String.valueOf(map.get(name)) : "";
  }

  /** A member of an object payload as number. */
  public long number(String name) {
    return Long.parseLong(text(name));
  }

  /** The tagged JSON form. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", type.name());
    json.put("data", payload);
    return json;
  }

  private static RecordType type(String name) {
    for (RecordType type : RecordType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw invalid("data: unknown variant `" + name + "`");
  }

  private static String address(@Nullable Object payload, int family) {
    String text = text("data", payload);
    if (Address.toByteArray(text, family) == null) {
      throw invalid("data: invalid IP address syntax");
    }
    return text;
  }

  private static RecordData object(
      RecordType type, @Nullable Object payload, List<String> texts, Map<String, Long> numbers) {
    if (!(payload instanceof Map<?, ?> map)) {
      throw invalid("data: expected an object");
    }
    Map<String, Object> members = new LinkedHashMap<>();
    texts.forEach(name -> members.put(name, text(name, map.get(name))));
    numbers.forEach((name, most) -> members.put(name, whole(name, map.get(name), most)));
    return new RecordData(type, members);
  }

  private static String text(String name, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw invalid(name + ": expected a string");
  }

  /** A number between 0 and a limit. */
  static long whole(String name, @Nullable Object value, long most) {
    String digits = value == null ? "" : value.toString();
    boolean fits = !(value instanceof String) && digits.matches("\\d{1,10}");
    if (!fits || Long.parseLong(digits) > most) {
      throw invalid(name + ": expected a whole number up to " + most);
    }
    return Long.parseLong(digits);
  }

  static ZoneException invalid(String text) {
    return new ZoneException(
        422, "Failed to deserialize the JSON body into the target type: " + text);
  }
}
