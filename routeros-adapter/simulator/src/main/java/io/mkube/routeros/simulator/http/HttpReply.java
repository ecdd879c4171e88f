package io.mkube.routeros.simulator.http;

import io.mkube.routeros.simulator.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler wants to happen to a request. */
public sealed interface HttpReply {
  /** An answer with a JSON body. */
  static HttpReply json(int status, @Nullable Object value) {
    return new Answer(status, "application/json", Json.write(value), Map.of());
  }

  /** An answer with a text body. */
  static HttpReply text(int status, String text) {
    return new Answer(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** An answer without a body. */
  static HttpReply empty(int status) {
    return new Answer(status, "", new byte[0], Map.of());
  }

  /**
   * An ordinary answer.
   *
   * @param status status code
   * @param contentType content type, empty for none
   * @param body body, empty for none
   * @param headers further headers
   */
  record Answer(int status, String contentType, byte[] body, Map<String, String> headers)
      implements HttpReply {}

  /** The connection is reset (TCP RST). */
  record Reset() implements HttpReply {}

  /** The connection ends without an answer (TCP FIN). */
  record EndOfStream() implements HttpReply {}
}
