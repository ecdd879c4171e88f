package io.mkube.iso9660.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Rows as lines: mode, links, owner, group, size, time in UTC, then how the entry is called. What
 * is the same in most rows of a listing is made once, and rows are written many at a time: listings
 * have ten thousands of them.
 */
final class TextRows {
  private static final int PAGE = 32 << 10;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final String NO_TIME = "               -";
  private final PrintStream out;
  private final StringBuilder page = new StringBuilder(PAGE + (1 << 10));
  private long lastMode = -1;
  private String permissions = "";
  private long lastMinute = Long.MIN_VALUE;
  private String minute = "";

  TextRows(PrintStream out) {
    this.out = out;
  }

  void add(Row row, String called) {
    page.append(row.type()).append(permissions(row));
    number(row.posix().links(), 4);
    number(row.posix().uid(), 5);
    number(row.posix().gid(), 5);
    number(row.size(), 12);
    page.append(' ').append(row.modified().isPresent() ? minute(row.modified().get()) : NO_TIME);
    page.append(' ').append(OneLine.of(called));
    if (row.target().isPresent()) {
      page.append(" -> ").append(OneLine.of(row.target().get()));
    }
    page.append('\n');
    if (page.length() >= PAGE) {
      flush();
    }
  }

  /** Writes what has been added. */
  void flush() {
    byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    page.setLength(0);
  }

  /** Appends a number so that it ends in a column; formatters are too slow for long listings. */
  private void number(long value, int width) {
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    page.repeat(' ', Math.max(1, width - digits)).append(value);
  }

  private String permissions(Row row) {
    if (row.posix().mode() != lastMode) {
      lastMode = row.posix().mode();
      permissions = row.posix().permissions();
    }
    return permissions;
  }

  private String minute(Instant instant) {
    long number = Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_MINUTE);
    if (number != lastMinute) {
      lastMinute = number;
      LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      minute = time.toLocalDate() + " " + two(time.getHour()) + ":" + two(time.getMinute());
    }
    return minute;
  }

  private static String two(int value) {
    return value < 10 ? "0" + value : Integer.toString(value);
  }
}
