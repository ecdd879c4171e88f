package io.mkube.routeros.simulator.world;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The device's id of a row: {@code *} and upper-case hexadecimal digits.
 *
 * @param number its number, not negative
 */
public record RowId(long number) implements Comparable<RowId> {
  /** The id of the one row of a settings menu; never printed. */
  public static final RowId SETTINGS = new RowId(0);

  /** Reads {@code *1F}; empty for anything else. */
  public static Optional<RowId> parse(String text) {
    int digits = text.length() - 1;
    if (digits < 1 || digits > 15 || text.charAt(0) != '*') {
      return Optional.empty();
    }
    for (int i = 1; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(new RowId(HexFormat.fromHexDigitsToLong(text, 1, text.length())));
  }

  @Override
  public int compareTo(RowId other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "*" + Long.toHexString(number).toUpperCase(Locale.ROOT);
  }
}
