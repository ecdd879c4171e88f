package io.mkube.store.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A message of the stream, however it was read.
 *
 * @param subject its subject in the stream
 * @param data its body
 * @param headers its headers, null for none
 * @param sequence its sequence in the stream
 * @param nanos when the server stored it, nanoseconds since 1970
 */
record StoredMessage(
    String subject, byte[] data, @Nullable Headers headers, long sequence, long nanos) {
  /** One that a consumer delivered. */
  static StoredMessage delivered(Message message, Delivered place) {
    return new StoredMessage(
        message.getSubject(),
        message.getData(),
        message.getHeaders(),
        place.sequence(),
        place.nanos());
  }

  /**
   * One that answers a direct get: the server puts its place behind its own headers.
   *
   * @throws IllegalArgumentException if it does not tell its place
   */
  static StoredMessage fetched(Message message) {
    Headers headers = message.getHeaders();
    try {
      return new StoredMessage(
          last(headers, "Nats-Subject"),
          message.getData(),
          headers,
          Long.parseLong(last(headers, "Nats-Sequence")),
          nanos(Instant.parse(last(headers, "Nats-Time-Stamp"))));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not the time of a message: " + headers, e);
    }
  }

  /** A time as the stream counts it. */
  static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  private static String last(@Nullable Headers headers, String name) {
    String value = headers == null ? null : headers.getLast(name);
    if (value == null) {
      throw new IllegalArgumentException("a message without " + name);
    }
    return value;
  }
}
