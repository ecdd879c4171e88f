package io.mkube.iso9660.format;

import java.io.IOException;

/** An image breaks the rules: which rule, where, and how. */
public final class IsoFormatException extends IOException {
  private static final long serialVersionUID = 1;
  private final long offset;
  private final String clause;
  private final String problem;

  /**
   * Describes a violation.
   *
   * @param clause rule that is broken, such as {@code ECMA-119 9.1.1}
   * @param offset position in the image in bytes
   * @param problem what is wrong, in words
   */
  public IsoFormatException(String clause, long offset, String problem) {
    super(problem + " (" + clause + ", byte " + offset + ", sector " + offset / Sector.SIZE + ")");
    this.offset = offset;
    this.clause = clause;
    this.problem = problem;
  }

  /** Position in the image in bytes. */
  public long offset() {
    return offset;
  }

  /** The rule that is broken. */
  public String clause() {
    return clause;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }
}
