package io.mkube.controllers.kubelet;

import io.mkube.routeros.container.ContainerOutput.Line;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to see of a log.
 *
 * @param follow whether it goes on
 * @param previous whether it is the log of the run before this one
 * @param timestamps whether each line begins with its time
 * @param tail number of lines at the end, if limited
 * @param limitBytes number of bytes at most, if limited
 * @param since lines from this time on; null for all
 */
record LogRequest(
    boolean follow,
    boolean previous,
    boolean timestamps,
    OptionalLong tail,
    OptionalLong limitBytes,
    @Nullable Instant since) {
  /**
   * Reads the part of a URL behind the question mark.
   *
   * @throws IllegalArgumentException if a value is none; the message is for people
   */
  static LogRequest parse(@Nullable String query, Instant now) {
    Map<String, String> values = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return new LogRequest(
        flag(values, "follow"),
        flag(values, "previous"),
        flag(values, "timestamps"),
        number(values, "tailLines"),
        number(values, "limitBytes"),
        since(values, now));
  }

  /** The lines that were asked for, of those that there are. */
  List<Line> select(List<Line> lines) {
    List<Line> wanted =
        since == null ? lines : lines.stream().filter(line -> isSince(line, since)).toList();
    if (tail.isEmpty() || tail.getAsLong() >= wanted.size()) {
      return wanted;
    }
    return wanted.subList(wanted.size() - (int) Math.max(0, tail.getAsLong()), wanted.size());
  }

  /** A line as it is sent. */
  byte[] print(Line line) {
    String time =
        timestamps ? line.time().map(t -> t.toInstant(ZoneOffset.UTC) + " ").orElse("") : "";
    return (time + line.text() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isSince(Line line, Instant since) {
    return line.time().map(time -> !time.toInstant(ZoneOffset.UTC).isBefore(since)).orElse(true);
  }

  private static boolean flag(Map<String, String> values, String name) {
    String value = values.get(name);
    return value != null && !value.equals("false") && !value.equals("0");
  }

  private static OptionalLong number(Map<String, String> values, String name) {
    String value = values.getOrDefault(name, "");
    try {
      return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is no number: " + value, e);
    }
  }

  /** The device counts whole seconds, so the begin is cut down to one. */
  private static @Nullable Instant since(Map<String, String> values, Instant now) {
    OptionalLong seconds = number(values, "sinceSeconds");
    if (seconds.isPresent()) {
      return Instant.ofEpochSecond(now.getEpochSecond() - seconds.getAsLong());
    }
    String time = values.getOrDefault("sinceTime", "");
    try {
      return time.isEmpty()
          ? null
          : Instant.ofEpochSecond(OffsetDateTime.parse(time).toEpochSecond());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("sinceTime is no time: " + time, e);
    }
  }
}
