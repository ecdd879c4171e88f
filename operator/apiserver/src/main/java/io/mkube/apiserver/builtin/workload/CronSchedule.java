package io.mkube.apiserver.builtin.workload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The five fields of a cron schedule, or one of its words. */
final class CronSchedule {
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final Pattern EVERY = Pattern.compile("@every ([0-9.]+(ns|us|µs|ms|s|m|h))+");
  private static final Pattern TERM =
      Pattern.compile(
          "(?:([*?])|([0-9]{1,4}|[a-z]{3})(?:-([0-9]{1,4}|[a-z]{3}))?)(?:/([0-9]{1,4}))?");
  private static final int MAX_LENGTH = 1024;

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of month", 1, 31, List.of()),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field("day of week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  private CronSchedule() {}

  private record Field(String name, int low, int high, List<String> names) {
    int value(String text) {
      int named = names.indexOf(text);
      return named >= 0 ? named + low : Integer.parseInt(text);
    }

    boolean isValue(String text) {
      return Character.isDigit(text.charAt(0)) || names.contains(text);
    }
  }

  /** What is wrong with a schedule; empty when it is good. */
  static Optional<String> fault(String schedule) {
    if (schedule.length() > MAX_LENGTH) {
      return Optional.of("must be no more than " + MAX_LENGTH + " characters");
    }
    String text = schedule.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("@")) {
      return WORDS.contains(text) || EVERY.matcher(text).matches()
          ? Optional.empty()
          : Optional.of("unrecognized descriptor: " + schedule);
    }
    if (text.startsWith("tz=") || text.startsWith("cron_tz=")) {
      return Optional.of("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }
    List<String> fields = List.of(text.split("\\s+"));
    if (fields.size() != FIELDS.size()) {
      return Optional.of("expected exactly 5 fields, found " + fields.size() + ": " + fields);
    }
    for (int i = 0; i < FIELDS.size(); i++) {
      for (String term : fields.get(i).split(",", -1)) {
        Optional<String> fault = fault(FIELDS.get(i), term);
        if (fault.isPresent()) {
          return fault;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fault(Field field, String term) {
    Matcher matcher = TERM.matcher(term);
    if (!matcher.matches()) {
      return Optional.of(field.name() + ": cannot parse \"" + term + "\"");
    }
    if ("0".equals(matcher.group(4))) {
      return Optional.of("step of range should be a positive number: " + term);
    }
    if (matcher.group(1) != null) {
      return Optional.empty();
    }
    String first = matcher.group(2);
    String last = matcher.group(3) == null ? first : matcher.group(3);
    if (!field.isValue(first) || !field.isValue(last)) {
      return Optional.of(field.name() + ": cannot parse \"" + term + "\"");
    }
    int from = field.value(first);
    int to = field.value(last);
    if (from < field.low()) {
      return Optional.of(
          "beginning of range (" + from + ") below minimum (" + field.low() + "): " + term);
    }
    if (to > field.high()) {
      return Optional.of("end of range (" + to + ") above maximum (" + field.high() + "): " + term);
    }
    return from > to
        ? Optional.of("beginning of range (" + from + ") beyond end of range (" + to + "): " + term)
        : Optional.empty();
  }
}
