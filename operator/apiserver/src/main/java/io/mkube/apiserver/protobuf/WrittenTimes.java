package io.mkube.apiserver.protobuf;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Times of JSON as {@code Time{1 seconds, 2 nanos}}. */
final class WrittenTimes {
  /** Go keeps microseconds of a {@code MicroTime} and whole seconds of a {@code Time}. */
  static final int MICROSECOND = 1000;

  private static final int PLAIN_LENGTH = "2006-01-02T15:04:05Z".length();

  /** The first second of the year 1. */
  private static final long ZERO_TIME = -62_135_596_800L;

  private static final long SECONDS_OF_DAY = 86_400;

  private WrittenTimes() {}

  /**
   * Writes the fields of a time; nothing for {@code ""} and Go's zero time.
   *
   * @param precision nanoseconds that are the smallest part written, 0 to write whole seconds
   */
  static void write(BackwardWriter out, String text, int precision) {
    if (text.isEmpty()) {
      return;
    }
    if (text.length() == PLAIN_LENGTH && text.charAt(PLAIN_LENGTH - 1) == 'Z') {
      write(out, plainSeconds(text), 0);
      return;
    }
    OffsetDateTime time = parse(text);
    int nanos = precision == 0 ? 0 : time.getNano() / precision * precision;
    write(out, time.toEpochSecond(), nanos);
  }

  private static void write(BackwardWriter out, long seconds, int nanos) {
    if (seconds != ZERO_TIME || nanos != 0) {
      out.varintField(2, nanos);
      out.varintField(1, seconds);
    }
  }

  private static OffsetDateTime parse(String text) {
    try {
      return OffsetDateTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time of RFC 3339: " + text, e);
    }
  }

  private static long plainSeconds(String text) {
    try {
      long day =
          LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
      return day * SECONDS_OF_DAY
          + digits(text, 11, 13) * 3600L
          + digits(text, 14, 16) * 60L
          + digits(text, 17, 19);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time of RFC 3339: " + text, e);
    }
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }
}
