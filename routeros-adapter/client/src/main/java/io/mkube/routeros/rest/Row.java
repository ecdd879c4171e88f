package io.mkube.routeros.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of a menu, as the device prints it: every value is a text and what is unset is missing.
 * The one place that knows how the device writes things.
 *
 * @param values values by property name
 */
record Row(Map<String, String> values) {
  // Comments and scripts come with raw control characters inside JSON strings.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|us|ns|w|d|h|m|s)");
  private static final Pattern CLOCK = Pattern.compile("(?:(\\d+)d)?(\\d+):(\\d{2}):(\\d{2})");
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMGT]?)(?:I?B)?");

  Row {
    values = Map.copyOf(values);
  }

  /**
   * Reads the body of an answer. A list menu gives an array, a settings menu an object (up to 7.1
   * an array of one), a command without result {@code []} or nothing at all.
   *
   * @throws Garbled if the body is not one of these
   */
  static List<Row> parse(byte[] body) throws Garbled {
    // Texts entered through older tools are not UTF-8: replaced, not refused.
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return List.of();
    }
    if (text.charAt(0) == '<') {
      throw new Garbled("a web page instead of JSON", null);
    }
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isObject()) {
        return List.of(of(json));
      }
      if (!json.isArray()) {
        throw new Garbled("neither a list nor an object", null);
      }
      List<Row> rows = new ArrayList<>(json.size());
      for (JsonNode element : json) {
        if (!element.isObject()) {
          throw new Garbled("a list with something else than objects", null);
        }
        rows.add(of(element));
      }
      return List.copyOf(rows);
    } catch (JsonProcessingException e) {
      throw new Garbled("broken JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Whether a body without rows says so; nothing at all does not. */
  static boolean isList(byte[] body) {
    return new String(body, StandardCharsets.UTF_8).strip().startsWith("[");
  }

  /** Whether the device printed the property. */
  boolean has(String property) {
    return values.containsKey(property);
  }

  /** A text; empty if unset. */
  String text(String property) {
    return values.getOrDefault(property, "");
  }

  /** The first of several spellings that is printed and not empty; empty if none is. */
  String firstText(String... properties) {
    for (String property : properties) {
      String text = text(property);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** The device's id. */
  String id() {
    return text(".id");
  }

  /** A flag or setting: {@code true} or {@code yes}; a false one may be missing. */
  boolean flag(String property) {
    return switch (text(property).toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      default -> false;
    };
  }

  /** Values between commas; empty if unset. */
  List<String> list(String property) {
    return Arrays.stream(text(property).split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** A path without the leading slash that some menus print and others do not. */
  String path(String property) {
    return path(text(property), 0);
  }

  /** The same path without leading slashes and without a trailing one. */
  static String withoutSlash(String path) {
    String bare = path(path, 0);
    return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** A whole number; 0 if unset, a keyword, or not a number. Digit groups may be spaced. */
  long number(String property) {
    String digits = text(property).replace(" ", "");
    if (digits.endsWith("%")) {
      digits = digits.substring(0, digits.length() - 1);
    }
    if (digits.isEmpty()
        || digits.length() > 18
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    return Long.parseLong(digits);
  }

  /** Bytes: digits, or a number with {@code K}, {@code M}, {@code G}, {@code T}, {@code KiB}, …. */
  long size(String property) {
    String text = text(property).replace(" ", "").toUpperCase(Locale.ROOT);
    Matcher found = SIZE.matcher(text);
    if (!found.matches() || found.group(1).length() > 18) {
      return 0;
    }
    int shift = 10 * (found.group(2).isEmpty() ? 0 : "KMGT".indexOf(found.group(2)) + 1);
    return new BigDecimal(found.group(1)).multiply(BigDecimal.valueOf(1L << shift)).longValue();
  }

  /**
   * A time span such as {@code 1w2d3h4m5s}, {@code 453us}, {@code 00:05:00}, {@code 1d00:05:00} or
   * plain seconds; empty if unset or a keyword such as {@code forever}.
   */
  Optional<Duration> duration(String property) {
    String text = text(property).strip();
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      long days = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
      return Optional.of(
          Duration.ofDays(days)
              .plusHours(Long.parseLong(clock.group(2)))
              .plusMinutes(Long.parseLong(clock.group(3)))
              .plusSeconds(Long.parseLong(clock.group(4))));
    }
    if (text.matches("\\d{1,15}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    if (!text.matches("(?:" + DURATION_PART.pattern() + ")+")) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      BigDecimal amount = new BigDecimal(part.group(1));
      nanos = nanos.add(amount.multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
    }
    BigDecimal[] seconds = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
    return Optional.of(Duration.ofSeconds(seconds[0].longValue(), seconds[1].longValue()));
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "w" -> Duration.ofDays(7).toNanos();
      case "d" -> Duration.ofDays(1).toNanos();
      case "h" -> Duration.ofHours(1).toNanos();
      case "m" -> Duration.ofMinutes(1).toNanos();
      case "s" -> 1_000_000_000L;
      case "ms" -> 1_000_000L;
      case "us" -> 1_000L;
      default -> 1;
    };
  }

  private static Row of(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            property -> {
              if (!property.getValue().isNull()) {
                values.put(property.getKey(), text(property.getValue()));
              }
            });
    return new Row(values);
  }

  // The manual promises texts; numbers, booleans and arrays are read as the texts that they mean.
  private static String text(JsonNode value) {
    if (value.isArray()) {
      StringJoiner joined = new StringJoiner(",");
      value.forEach(element -> joined.add(text(element)));
      return joined.toString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String path(String text, int from) {
    return from < text.length() && text.charAt(from) == '/'
        ? path(text, from + 1)
        : text.substring(from);
  }

  /** A body that no device in order sends. */
  static final class Garbled extends Exception {
    private static final long serialVersionUID = 1;

    Garbled(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
