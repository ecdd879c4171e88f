package io.mkube.apiserver.builtin.workload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The five fields of a cron schedule, or one of its words. */
final class CronSchedule {
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final Pattern EVERY = Pattern.compile("@every ([0-9.]+(ns|us|µs|ms|s|m|h))+");
  private static final int MAX_DIGITS = 9;
  private static final int MAX_LENGTH = 1024;

  private static final List<Field> FIELDS =
      List.of(
          new Field(0, 59, List.of()),
          new Field(0, 23, List.of()),
          new Field(1, 31, List.of()),
          new Field(
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  private CronSchedule() {}

  private record Field(int low, int high, List<String> names) {
    int value(String text) {
      int named = names.indexOf(text);
      return named >= 0 ? named + low : Integer.parseInt(text);
    }

    Optional<String> fault(String text) {
      return names.contains(text) ? Optional.empty() : numberFault(text);
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
      return Optional.of(
          "expected exactly 5 fields, found "
              + fields.size()
              + ": ["
              + String.join(" ", fields)
              + "]");
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

  /** The checks of the library that Kubernetes reads schedules with, in its words. */
  private static Optional<String> fault(Field field, String term) {
    String[] parts = term.split("/", -1);
    String[] ends = parts[0].split("-", -1);
    boolean all = ends[0].equals("*") || ends[0].equals("?");
    for (String end : all ? new String[0] : ends) {
      Optional<String> fault = field.fault(end);
      if (fault.isPresent()) {
        return fault;
      }
    }
    if (!all && ends.length > 2) {
      return Optional.of("too many hyphens: " + term);
    }
    if (parts.length > 2) {
      return Optional.of("too many slashes: " + term);
    }
    if (parts.length == 2 && numberFault(parts[1]).isPresent()) {
      return numberFault(parts[1]);
    }
    int from = all ? field.low() : field.value(ends[0]);
    int to = all ? field.high() : field.value(ends[ends.length - 1]);
    if (from < field.low()) {
      return Optional.of(
          "beginning of range (" + from + ") below minimum (" + field.low() + "): " + term);
    }
    if (to > field.high()) {
      return Optional.of("end of range (" + to + ") above maximum (" + field.high() + "): " + term);
    }
    if (from > to) {
      return Optional.of(
          "beginning of range (" + from + ") beyond end of range (" + to + "): " + term);
    }
    return parts.length == 2 && Integer.parseInt(parts[1]) == 0
        ? Optional.of("step of range should be a positive number: " + term)
        : Optional.empty();
  }

  private static Optional<String> numberFault(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && text.length() <= MAX_DIGITS) {
      return Optional.empty();
    }
    String fault = digits ? "value out of range" : "invalid syntax";
    return Optional.of(
        "failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text + "\": " + fault);
  }
}
