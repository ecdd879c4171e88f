package io.mkube.apiserver.request;

import java.time.Duration;

/** Spans of time as Go writes them, such as {@code 1m30s} or {@code 1.5h}. */
final class GoDuration {
  private static final double MAX_NANOS = Long.MAX_VALUE;

  private GoDuration() {}

  /**
   * Reads a span.
   *
   * @throws IllegalArgumentException with Go's own words
   */
  static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    int at = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return Duration.ZERO;
    }
    if (at == text.length()) {
      throw invalid(text);
    }
    double nanos = 0;
    while (at < text.length()) {
      int unit = endOfNumber(text, at);
      int next = endOfUnit(text, unit);
      if (unit == next) {
        throw new IllegalArgumentException("time: missing unit in duration " + quoted(text));
      }
      nanos += number(text, at, unit) * unit(text, text.substring(unit, next));
      at = next;
    }
    if (nanos > MAX_NANOS) {
      throw invalid(text);
    }
    return Duration.ofNanos((long) (negative ? -nanos : nanos));
  }

  private static int endOfNumber(String text, int from) {
    int at = from;
    while (at < text.length() && (Character.digit(text.charAt(at), 10) >= 0 || dot(text, at))) {
      at++;
    }
    return at;
  }

  private static int endOfUnit(String text, int from) {
    int at = from;
    while (at < text.length() && Character.digit(text.charAt(at), 10) < 0 && !dot(text, at)) {
      at++;
    }
    return at;
  }

  private static boolean dot(String text, int at) {
    return text.charAt(at) == '.';
  }

  private static double number(String text, int from, int to) {
    try {
      return Double.parseDouble(text.substring(from, to));
    } catch (NumberFormatException e) {
      throw (IllegalArgumentException) invalid(text).initCause(e);
    }
  }

  private static double unit(String text, String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "\u00b5s", "\u03bcs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default ->
          throw new IllegalArgumentException(
              "time: unknown unit " + quoted(unit) + " in duration " + quoted(text));
    };
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("time: invalid duration " + quoted(text));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
