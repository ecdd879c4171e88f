package io.mkube.apiserver;

/** The server could not start; the message is one line that says why and names what is at fault. */
public final class ApiServerException extends Exception {
  private static final long serialVersionUID = 1;

  ApiServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
