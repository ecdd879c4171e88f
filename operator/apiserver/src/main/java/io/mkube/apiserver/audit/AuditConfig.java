package io.mkube.apiserver.audit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is written down of requests, and where.
 *
 * @param file where to, empty for standard output
 * @param level how much
 * @param maxBytes size at which a new file begins, at least 64 KiB
 * @param maxFiles full files that are kept beside the present one, 0 or more
 */
public record AuditConfig(Optional<Path> file, Level level, long maxBytes, int maxFiles) {
  /** A new file begins at 100 MiB. */
  public static final long MAX_BYTES = 100L << 20;

  /** Full files that are kept. */
  public static final int MAX_FILES = 10;

  private static final long LEAST_BYTES = 64 << 10;

  public AuditConfig {
    if (maxBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "an audit file holds at least " + LEAST_BYTES + " bytes, not " + maxBytes);
    }
    if (maxFiles < 0) {
      throw new IllegalArgumentException("the number of audit files is not negative");
    }
  }

  /** Nothing is written down. */
  public static AuditConfig off() {
    return new AuditConfig(Optional.empty(), Level.NONE, MAX_BYTES, MAX_FILES);
  }

  /** Writes to a file. */
  public static AuditConfig to(Path file, Level level) {
    return new AuditConfig(Optional.of(file), level, MAX_BYTES, MAX_FILES);
  }

  /** How much is written down. */
  public enum Level {
    /** Nothing. */
    NONE,
    /** Who, what, when, and the outcome. */
    METADATA,
    /** Also what was sent, except for Secrets, tokens and what contains them. */
    REQUEST
  }
}
