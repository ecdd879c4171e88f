package io.mkube.apiserver.mirror.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a schedule comes round: five fields, of which the day of the month and that of the week are
 * alternatives if both are restricted, or a fixed interval.
 */
final class CronTimes {
  private static final Map<String, String> WORDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final Pattern AMOUNT = Pattern.compile("([0-9.]+)(h|ms|m|s|us|µs|ns)");

  /** A day that does not come within these years, as 31 February, never comes. */
  private static final int YEARS = 5;

  private final Field minute;
  private final Field hour;
  private final Field day;
  private final Field month;
  private final Field weekday;
  private final Duration interval;

  private CronTimes(List<Field> fields, Duration interval) {
    this.minute = fields.get(0);
    this.hour = fields.get(1);
    this.day = fields.get(2);
    this.month = fields.get(3);
    this.weekday = fields.get(4);
    this.interval = interval;
  }

  /** The values of a field, and whether it restricts nothing. */
  private record Field(BitSet values, boolean any) {
    static Field of(String text, int low, int high, List<String> names) {
      BitSet values = new BitSet();
      boolean any = false;
      for (String term : text.split(",", -1)) {
        String[] parts = term.split("/", -1);
        String[] ends = parts[0].split("-", -1);
        boolean all = ends[0].equals("*") || ends[0].equals("?");
        int step = parts.length == 2 ? Integer.parseInt(parts[1]) : 1;
        int from = all ? low : number(ends[0], low, names);
        int to = all || (ends.length == 1 && parts.length == 2) ? high : from;
        if (!all && ends.length == 2) {
          to = number(ends[1], low, names);
        }
        for (int value = from; value <= to; value += step) {
          values.set(value);
        }
        any |= all && step == 1;
      }
      return new Field(values, any);
    }

    private static int number(String text, int low, List<String> names) {
      int named = names.indexOf(text);
      return named >= 0 ? named + low : Integer.parseInt(text);
    }

    boolean has(int value) {
      return values.get(value);
    }
  }

  /**
   * Reads.
   *
   * @param schedule one that the rules of CronJobs have let through
   */
  static CronTimes of(String schedule) {
    String text = schedule.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("@every ")) {
      return new CronTimes(fields("* * * * *"), interval(text));
    }
    return new CronTimes(fields(WORDS.getOrDefault(text, text)), Duration.ZERO);
  }

  private static List<Field> fields(String text) {
    String[] fields = text.split("\\s+", -1);
    return List.of(
        Field.of(fields[0], 0, 59, List.of()),
        Field.of(fields[1], 0, 23, List.of()),
        Field.of(fields[2], 1, 31, List.of()),
        Field.of(fields[3], 1, 12, MONTHS),
        Field.of(fields[4], 0, 6, DAYS));
  }

  private static Duration interval(String text) {
    double nanos = 0;
    Matcher amounts = AMOUNT.matcher(text);
    while (amounts.find()) {
      double unit =
          switch (amounts.group(2)) {
            case "h" -> 3.6e12;
            case "m" -> 6e10;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "ns" -> 1;
            default -> 1e3;
          };
      nanos += Double.parseDouble(amounts.group(1)) * unit;
    }
    return Duration.ofSeconds(Math.max(1, (long) (nanos / 1e9)));
  }

  /** The first time after another, in a zone; empty if there is none. */
  Optional<Instant> next(Instant after, ZoneId zone) {
    if (!interval.isZero()) {
      return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(interval));
    }
    ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    int last = time.getYear() + YEARS;
    while (time.getYear() <= last) {
      if (!month.has(time.getMonthValue())) {
        time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
      } else if (!matches(time)) {
        time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!hour.has(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minute.has(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return Optional.of(time.toInstant());
      }
    }
    return Optional.empty();
  }

  private boolean matches(ZonedDateTime time) {
    boolean inMonth = day.has(time.getDayOfMonth());
    boolean inWeek = weekday.has(time.getDayOfWeek().getValue() % 7);
    if (day.any() || weekday.any()) {
      return inMonth && inWeek;
    }
    return inMonth || inWeek;
  }
}
