package io.mkube.iso9660.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Dates of ECMA-119. What is no date counts as not given: bad months and empty fields occur in
 * images that are otherwise sound.
 */
public final class IsoDates {
  /** Length of the short form in bytes (9.1.5). */
  public static final int SHORT = 7;

  /** Length of the long form in bytes (8.4.26.1). */
  public static final int LONG = 17;

  private static final int MINUTES_PER_UNIT = 15;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int MAX_UNITS = 52;
  private static final int MIN_UNITS = -48;

  private IsoDates() {}

  /** The date in seven binary bytes. */
  public static Optional<Instant> read7(Bytes bytes, int at) throws IsoFormatException {
    return instant(
        1900 + bytes.u8(at),
        bytes.u8(at + 1),
        bytes.u8(at + 2),
        secondOfDay(bytes.u8(at + 3), bytes.u8(at + 4), bytes.u8(at + 5)),
        0,
        bytes.s8(at + 6));
  }

  /** The date in sixteen digits and a binary byte. */
  public static Optional<Instant> read17(Bytes bytes, int at) throws IsoFormatException {
    String digits = bytes.text(at, LONG - 1, StandardCharsets.ISO_8859_1);
    if (digits.length() != LONG - 1 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int second = secondOfDay(number(digits, 8), number(digits, 10), number(digits, 12));
    return instant(
        Integer.parseInt(digits, 0, 4, 10),
        number(digits, 4),
        number(digits, 6),
        second,
        number(digits, 14) * 10_000_000,
        bytes.s8(at + LONG - 1));
  }

  private static int number(String digits, int at) {
    return Integer.parseInt(digits, at, at + 2, 10);
  }

  /** Whether the short form is a date, or empty (9.1.5). */
  public static boolean valid7(Bytes bytes, int at) throws IsoFormatException {
    return bytes.slice(at, SHORT).zero()
        || (read7(bytes, at).isPresent() && validOffset(bytes.s8(at + SHORT - 1)));
  }

  /**
   * Whether the long form is a date, or empty: of digits 0, or as some writers leave it (8.4.26).
   */
  public static boolean valid17(Bytes bytes, int at) throws IsoFormatException {
    Bytes digits = bytes.slice(at, LONG - 1);
    String text = digits.string(StandardCharsets.ISO_8859_1);
    boolean empty = digits.zero() || text.isBlank() || text.chars().allMatch(c -> c == '0');
    return (empty || read17(bytes, at).isPresent()) && validOffset(bytes.s8(at + LONG - 1));
  }

  private static boolean validOffset(int units) {
    return units >= MIN_UNITS && units <= MAX_UNITS;
  }

  /** Writes the short form, in UTC; years outside 1900 to 2155 become the nearest that fits. */
  public static void write7(Instant time, byte[] target, int at) {
    LocalDateTime date = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    target[at] = (byte) Math.clamp(date.getYear() - 1900L, 0, 255);
    target[at + 1] = (byte) date.getMonthValue();
    target[at + 2] = (byte) date.getDayOfMonth();
    target[at + 3] = (byte) date.getHour();
    target[at + 4] = (byte) date.getMinute();
    target[at + 5] = (byte) date.getSecond();
    target[at + 6] = 0;
  }

  private static int secondOfDay(int hour, int minute, int second) {
    return hour > 23 || minute > 59 || second > 59 ? -1 : (hour * 60 + minute) * 60 + second;
  }

  /** Calculates by itself: listings ask for ten thousands of dates. */
  private static Optional<Instant> instant(
      int year, int month, int day, int secondOfDay, int nanos, int units) {
    boolean possible = month >= 1 && month <= 12 && day >= 1 && secondOfDay >= 0;
    if (!possible || day > YearMonth.of(year, month).lengthOfMonth()) {
      return Optional.empty();
    }
    int offset = validOffset(units) ? units * MINUTES_PER_UNIT * 60 : 0;
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Optional.of(Instant.ofEpochSecond(days * SECONDS_PER_DAY + secondOfDay - offset, nanos));
  }
}
