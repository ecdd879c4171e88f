package io.mkube.apiserver.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount with a unit suffix, as Kubernetes writes memory and processor shares.
 *
 * @param amount the value, not finer than 10⁻⁹
 * @param format the family of suffixes it was written with
 */
public record Quantity(BigDecimal amount, Format format) implements Comparable<Quantity> {
  /** What Go's decoder says of text that is no quantity. */
  public static final String SYNTAX_ERROR =
      "quantities must match the regular expression "
          + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  private static final int MAX_LENGTH = 64;
  private static final int NANO_SCALE = 9;
  private static final Pattern SYNTAX =
      Pattern.compile(
          "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,2})?");
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final int DECIMAL_UNIT = DECIMAL.indexOf("");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  /** Objects repeat the same few amounts; beyond this many, they are read each time. */
  private static final int MAX_KNOWN = 1024;

  private static final Map<String, Quantity> KNOWN = new ConcurrentHashMap<>();

  /** The families of suffixes. */
  public enum Format {
    /** Powers of 1000: {@code m k M}. */
    DECIMAL_SI,
    /** Powers of 1024: {@code Ki Mi}. */
    BINARY_SI,
    /** {@code 12e3}. */
    DECIMAL_EXPONENT
  }

  /** Reads a quantity; empty when the text is none. Finer parts than 10⁻⁹ are rounded up. */
  public static Optional<Quantity> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Quantity known = KNOWN.get(text);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Quantity> quantity = read(text);
    if (quantity.isPresent() && KNOWN.size() < MAX_KNOWN) {
      KNOWN.put(text, quantity.get());
    }
    return quantity;
  }

  private static Optional<Quantity> read(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(trimmedNumber(matcher.group(1)));
    String suffix = matcher.group(2) == null ? "" : matcher.group(2);
    if (suffix.length() > 1
        && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')
        && suffix.charAt(1) != 'i') {
      int exponent = Integer.parseInt(suffix.substring(1));
      return Optional.of(of(number.scaleByPowerOfTen(exponent), Format.DECIMAL_EXPONENT));
    }
    if (suffix.endsWith("i")) {
      return Optional.of(of(number.multiply(KIBI.pow(BINARY.indexOf(suffix))), Format.BINARY_SI));
    }
    int thousands = DECIMAL.indexOf(suffix) - DECIMAL_UNIT;
    return Optional.of(of(number.scaleByPowerOfTen(3 * thousands), Format.DECIMAL_SI));
  }

  private static Quantity of(BigDecimal amount, Format format) {
    BigDecimal rounded =
        amount.scale() > NANO_SCALE ? amount.setScale(NANO_SCALE, RoundingMode.UP) : amount;
    return new Quantity(rounded, format);
  }

  private static String trimmedNumber(String number) {
    String digits = number.endsWith(".") ? number.substring(0, number.length() - 1) : number;
    return digits.startsWith("+") ? digits.substring(1) : digits;
  }

  public int signum() {
    return amount.signum();
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  /**
   * The canonical form: the largest suffix that leaves an integer. Binary amounts below 1024 and
   * broken ones are written in decimal form, as Kubernetes does.
   */
  public String canonical() {
    if (amount.signum() == 0) {
      return "0";
    }
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    if (format == Format.BINARY_SI && whole && amount.abs().compareTo(KIBI) >= 0) {
      return binary(amount.toBigIntegerExact());
    }
    return decimal(format == Format.BINARY_SI ? Format.DECIMAL_SI : format);
  }

  private static String binary(BigInteger value) {
    int step = 0;
    BigInteger rest = value;
    BigInteger kibi = KIBI.toBigInteger();
    while (step < BINARY.size() - 1 && rest.mod(kibi).signum() == 0) {
      rest = rest.divide(kibi);
      step++;
    }
    return rest + BINARY.get(step);
  }

  private String decimal(Format style) {
    BigDecimal plain = amount.stripTrailingZeros();
    int exponent = Math.floorDiv(-plain.scale(), 3) * 3;
    int step = Math.min(exponent / 3, DECIMAL.size() - 1 - DECIMAL_UNIT);
    BigInteger digits = plain.scaleByPowerOfTen(-3 * step).toBigIntegerExact();
    if (style == Format.DECIMAL_EXPONENT) {
      return digits + (step == 0 ? "" : "e" + 3 * step);
    }
    return digits + DECIMAL.get(step + DECIMAL_UNIT);
  }
}
