package io.mkube.apiserver.cel.cost;

/**
 * A smallest and a greatest size or cost. Sums and products that no {@code long} holds are {@link
 * Long#MAX_VALUE}.
 *
 * @param min smallest, at least 0
 * @param max greatest
 */
public record Range(long min, long max) {
  static final Range NONE = new Range(0, 0);
  static final Range ONE = new Range(1, 1);
  static final Range UNKNOWN = new Range(0, Long.MAX_VALUE);

  static Range of(long value) {
    return new Range(value, value);
  }

  Range plus(Range other) {
    return new Range(sum(min, other.min), sum(max, other.max));
  }

  Range times(Range other) {
    return new Range(product(min, other.min), product(max, other.max));
  }

  /** Every bound times a factor, rounded up. */
  Range times(double factor) {
    return new Range(scaled(min, factor), scaled(max, factor));
  }

  /** The range that holds both. */
  Range or(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }

  static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** The product of two numbers that are not negative. */
  public static long product(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  static long scaled(long value, double factor) {
    // The cast of a double that is too great gives Long.MAX_VALUE.
    return value == Long.MAX_VALUE ? value : (long) Math.ceil(value * factor);
  }
}
