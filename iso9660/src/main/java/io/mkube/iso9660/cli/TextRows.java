package io.mkube.iso9660.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Rows as lines: mode, links, owner, group, size, time in UTC, then how the entry is called. What
 * is the same in most rows of a listing is made once, and rows are written many at a time and as
 * bytes from the start: listings have ten thousands of them.
 */
final class TextRows {
  private static final int PAGE = 32 << 10;
  private static final int SECONDS_PER_MINUTE = 60;

  /** Digits that a long has at most, and its sign. */
  private static final int MAX_NUMBER = 20;

  private static final byte[] ARROW = ascii(" -> ");
  private static final byte[] NO_TIME = ascii("               -");
  private final PrintStream out;
  private byte[] page = new byte[2 * PAGE];
  private int end;
  private long lastMode = -1;
  private byte[] permissions = {};
  private long lastMinute = Long.MIN_VALUE;
  private byte[] minute = {};

  TextRows(PrintStream out) {
    this.out = out;
  }

  void add(Row row, String called) {
    put((byte) row.type());
    put(permissions(row));
    number(row.posix().links(), 4);
    number(row.posix().uid(), 5);
    number(row.posix().gid(), 5);
    number(row.size(), 12);
    put((byte) ' ');
    put(row.modified().isPresent() ? minute(row.modified().get()) : NO_TIME);
    put((byte) ' ');
    text(called);
    if (row.target().isPresent()) {
      put(ARROW);
      text(row.target().get());
    }
    put((byte) '\n');
    if (end >= PAGE) {
      flush();
    }
  }

  /** Writes what has been added. */
  void flush() {
    out.write(page, 0, end);
    end = 0;
  }

  /** Appends a number so that it ends in a column; formatters are too slow for long listings. */
  private void number(long value, int width) {
    reserve(MAX_NUMBER + width);
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    int last = end + Math.max(digits + 1, width);
    Arrays.fill(page, end, last, (byte) ' ');
    long rest = value;
    for (int at = last - 1; at >= last - digits; at--) {
      page[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    end = last;
  }

  private void text(String text) {
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        put(OneLine.of(text.substring(i)).getBytes(StandardCharsets.UTF_8));
        return;
      }
      page[end++] = (byte) c;
    }
  }

  private void put(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, page, end, bytes.length);
    end += bytes.length;
  }

  private void put(byte value) {
    reserve(1);
    page[end++] = value;
  }

  /** A path of deep directories can be longer than a page. */
  private void reserve(int count) {
    if (count > page.length - end) {
      page = Arrays.copyOf(page, Math.max(end + count, 2 * page.length));
    }
  }

  private byte[] permissions(Row row) {
    if (row.posix().mode() != lastMode) {
      lastMode = row.posix().mode();
      permissions = ascii(row.posix().permissions());
    }
    return permissions;
  }

  private byte[] minute(Instant instant) {
    long number = Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_MINUTE);
    if (number != lastMinute) {
      lastMinute = number;
      LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      minute = ascii(time.toLocalDate() + " " + two(time.getHour()) + ":" + two(time.getMinute()));
    }
    return minute;
  }

  private static String two(int value) {
    return value < 10 ? "0" + value : Integer.toString(value);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
