package io.mkube.apiserver.error;

/** A failed request; core replaces this skeleton. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ApiException(String message) {
    super(message);
  }
}
