package io.mkube.routeros.simulator.menu;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The device's way to write durations. */
public final class Durations {
  private static final Pattern UNITS =
      Pattern.compile(
          "(?:(\\d{1,6})w)?(?:(\\d{1,6})d)?(?:(\\d{1,8})h)?(?:(\\d{1,9})m(?!s))?"
              + "(?:(\\d{1,12})s)?(?:(\\d{1,12})ms)?(?:(\\d{1,15})us)?");
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,6}):(\\d{1,2}):(\\d{1,2})");

  private Durations() {}

  /** Reads {@code 1w2d3h4m5s}, {@code 500ms}, {@code 00:05:00} and plain seconds. */
  public static Optional<Duration> parse(String text) {
    if (text.matches("\\d{1,12}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      return Optional.of(
          Duration.ofHours(part(clock, 1)).plusMinutes(part(clock, 2)).plusSeconds(part(clock, 3)));
    }
    Matcher units = UNITS.matcher(text);
    if (text.isEmpty() || !units.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(7 * part(units, 1) + part(units, 2))
            .plusHours(part(units, 3))
            .plusMinutes(part(units, 4))
            .plusSeconds(part(units, 5))
            .plusMillis(part(units, 6))
            .plusNanos(1000 * part(units, 7)));
  }

  /** Prints {@code 1w2d3h4m5s} with zero parts dropped; zero is {@code 0s}. */
  public static String print(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays() / 7, "w");
    append(text, duration.toDays() % 7, "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
