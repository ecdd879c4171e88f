package io.mkube.routeros.simulator.json;

/** A text that is not the JSON that was expected; the message says where it went wrong. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JsonException(String message) {
    super(message);
  }

  JsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
