package io.mkube.apiserver.schema.typed;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** RFC 3339 timestamps in the two forms of Kubernetes. */
public final class Timestamps {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private Timestamps() {}

  /** Reads a timestamp; empty when the text is none. */
  public static Optional<OffsetDateTime> parse(String text) {
    // OffsetDateTime also takes text without seconds, which RFC 3339 requires.
    if (text.length() < "2006-01-02T15:04:05Z".length() || text.charAt(16) != ':') {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** As Go writes a Time. */
  public static String toSeconds(OffsetDateTime time) {
    return SECONDS.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }

  /** As Go writes a MicroTime. */
  public static String toMicros(OffsetDateTime time) {
    return MICROS.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }
}
