package io.mkube.routeros.simulator.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Percent-decoding of paths and queries (RFC 3986). */
public final class Uris {
  private Uris() {}

  /**
   * Segments of a path, decoded.
   *
   * @throws IllegalArgumentException on a broken percent escape
   */
  public static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(decode(segment, false));
      }
    }
    return segments;
  }

  /**
   * Parameters of a query, decoded; a parameter without {@code =} has an empty value.
   *
   * @throws IllegalArgumentException on a broken percent escape
   */
  public static List<Parameter> parameters(String query) {
    List<Parameter> parameters = new ArrayList<>();
    for (String part : query.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        parameters.add(new Parameter(decode(name, true), decode(value, true)));
      }
    }
    return parameters;
  }

  private static String decode(String text, boolean plusIsBlank) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        bytes.write(escaped(raw, i, text));
        i += 2;
      } else {
        bytes.write(plusIsBlank && raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int escaped(byte[] raw, int at, String text) {
    if (at + 2 >= raw.length
        || !HexFormat.isHexDigit(raw[at + 1])
        || !HexFormat.isHexDigit(raw[at + 2])) {
      throw new IllegalArgumentException("broken percent escape in '" + text + "'");
    }
    return HexFormat.fromHexDigit(raw[at + 1]) << 4 | HexFormat.fromHexDigit(raw[at + 2]);
  }

  /**
   * A query parameter.
   *
   * @param name name
   * @param value value
   */
  public record Parameter(String name, String value) {}
}
