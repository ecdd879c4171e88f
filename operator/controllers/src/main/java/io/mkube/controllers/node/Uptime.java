package io.mkube.controllers.node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the uptime that a router prints, such as {@code 1w2d3h4m5s}. Pure. */
final class Uptime {
  private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,9}[wdhms])+");
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})([wdhms])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "w", Duration.ofDays(7),
          "d", Duration.ofDays(1),
          "h", Duration.ofHours(1),
          "m", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1));

  private Uptime() {}

  /** The uptime; empty when the text is not one. */
  static Optional<Duration> parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
      sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
    }
    return Optional.of(sum);
  }
}
