package io.mkube.apiserver.table;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Ages as {@code kubectl} prints them: two units at most, coarser the older. */
final class HumanDuration {
  private static final String UNKNOWN = "<unknown>";
  private static final String INVALID = "<invalid>";
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long YEAR = 365 * DAY;

  private HumanDuration() {}

  /** The age of a timestamp; {@code <unknown>} when it is none. */
  static String since(String timestamp, Instant now) {
    return instant(timestamp).map(then -> of(Duration.between(then, now))).orElse(UNKNOWN);
  }

  static Optional<Instant> instant(String timestamp) {
    if (timestamp.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(timestamp).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A duration; clocks may differ by a second, more into the future is {@code <invalid>}. */
  static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < -1) {
      return INVALID;
    }
    if (seconds < 0) {
      return "0s";
    }
    if (seconds < 2 * MINUTE) {
      return seconds + "s";
    }
    if (seconds < 10 * MINUTE) {
      return seconds / MINUTE + "m" + rest(seconds % MINUTE, "s");
    }
    if (seconds < 3 * HOUR) {
      return seconds / MINUTE + "m";
    }
    if (seconds < 8 * HOUR) {
      return seconds / HOUR + "h" + rest(seconds % HOUR / MINUTE, "m");
    }
    if (seconds < 2 * DAY) {
      return seconds / HOUR + "h";
    }
    if (seconds < 8 * DAY) {
      return seconds / DAY + "d" + rest(seconds % DAY / HOUR, "h");
    }
    if (seconds < 2 * YEAR) {
      return seconds / DAY + "d";
    }
    if (seconds < 8 * YEAR) {
      return seconds / YEAR + "y" + rest(seconds % YEAR / DAY, "d");
    }
    return seconds / YEAR + "y";
  }

  private static String rest(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}
