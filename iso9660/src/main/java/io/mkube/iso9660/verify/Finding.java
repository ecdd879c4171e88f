package io.mkube.iso9660.verify;

import io.mkube.iso9660.format.Sector;
import java.util.Locale;

/**
 * Something in an image that is not as it should be.
 *
 * @param severity how bad it is
 * @param offset position in the image in bytes
 * @param clause rule that is broken
 * @param text what is wrong, in words
 */
public record Finding(Severity severity, long offset, String clause, String text) {
  /** How bad a finding is. */
  public enum Severity {
    /** Readers disagree with each other or with the writer's intent. */
    ERROR,
    /** Against the rules, but known readers do not mind. */
    WARNING
  }

  /** Sector of the position. */
  public long sector() {
    return offset / Sector.SIZE;
  }

  @Override
  public String toString() {
    return severity.name().toLowerCase(Locale.ROOT)
        + ": sector "
        + sector()
        + " ("
        + clause
        + "): "
        + text;
  }
}
