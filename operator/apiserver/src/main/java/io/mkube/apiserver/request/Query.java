package io.mkube.apiserver.request;

import io.mkube.apiserver.error.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of a URL. Unknown ones are ignored, as Kubernetes does.
 *
 * @param values all values of each parameter
 */
public record Query(Map<String, List<String>> values) {
  private static final Query NONE = new Query(Map.of());

  /**
   * Parses the part behind the question mark.
   *
   * @throws ApiException with 400 if an escape is malformed
   */
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
    return new Query(values);
  }

  /** First value of a parameter, {@code ""} if absent. */
  public String text(String name) {
    List<String> found = values.get(name);
    return found == null ? "" : found.getFirst();
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** A yes-or-no parameter. As in Kubernetes, whatever is not a no is a yes. */
  public Optional<Boolean> flag(String name) {
    if (!values.containsKey(name)) {
      return Optional.empty();
    }
    String text = text(name);
    return Optional.of(!text.equals("0") && !text.equalsIgnoreCase("false"));
  }

  /** A whole number. */
  public OptionalLong number(String name) {
    String value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(GoNumber.parseSigned(value));
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /**
   * How long the client wants to wait.
   *
   * @param most the answer if it says nothing, nothing sensible or more
   * @throws ApiException with 400 if it is no span of time
   */
  public Duration timeout(Duration most) {
    String text = text("timeout");
    if (text.isEmpty()) {
      return most;
    }
    try {
      Duration wanted = GoDuration.parse(text);
      boolean sensible = !wanted.isZero() && !wanted.isNegative();
      return sensible && wanted.compareTo(most) < 0 ? wanted : most;
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(
          "invalid timeout specified in the request URL - " + e.getMessage());
    }
  }

  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("malformed escape in the URL: " + text);
    }
  }
}
