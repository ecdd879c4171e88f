package io.mkube.apiserver.cel.cost;

/** The units that cel-go counts in. */
final class Factors {
  /** Looking at one character. */
  static final double TEXT = 0.1;

  /** One character of a regular expression. */
  static final double REGEX = 0.25;

  static final long LIST = 10;
  static final long MAP = 30;
  static final long STRUCT = 40;

  /** The longest regular expression of a named format. */
  static final int FORMAT_REGEX = 128;

  private Factors() {}
}
