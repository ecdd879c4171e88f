package io.mkube.iso9660.format;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
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
  private static final int MAX_UNITS = 52;
  private static final int MIN_UNITS = -48;

  private IsoDates() {}

  /** The date in seven binary bytes. */
  public static Optional<Instant> read7(Bytes bytes, int at) throws IsoFormatException {
    if (bytes.slice(at, SHORT).zero()) {
      return Optional.empty();
    }
    return instant(
        new int[] {
          1900 + bytes.u8(at),
          bytes.u8(at + 1),
          bytes.u8(at + 2),
          bytes.u8(at + 3),
          bytes.u8(at + 4),
          bytes.u8(at + 5),
          0
        },
        bytes.s8(at + 6));
  }

  /** The date in sixteen digits and a binary byte. */
  public static Optional<Instant> read17(Bytes bytes, int at) throws IsoFormatException {
    String digits = bytes.text(at, LONG - 1, StandardCharsets.ISO_8859_1);
    if (digits.length() != LONG - 1 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return instant(
        new int[] {
          Integer.parseInt(digits, 0, 4, 10),
          Integer.parseInt(digits, 4, 6, 10),
          Integer.parseInt(digits, 6, 8, 10),
          Integer.parseInt(digits, 8, 10, 10),
          Integer.parseInt(digits, 10, 12, 10),
          Integer.parseInt(digits, 12, 14, 10),
          Integer.parseInt(digits, 14, 16, 10)
        },
        bytes.s8(at + LONG - 1));
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

  private static Optional<Instant> instant(int[] parts, int units) {
    try {
      LocalDateTime date =
          LocalDateTime.of(
              parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6] * 10_000_000);
      int offset = units < MIN_UNITS || units > MAX_UNITS ? 0 : units * MINUTES_PER_UNIT;
      return Optional.of(date.toInstant(ZoneOffset.ofTotalSeconds(offset * 60)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
