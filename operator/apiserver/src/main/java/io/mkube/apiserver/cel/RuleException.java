package io.mkube.apiserver.cel;

/** An expression cannot be compiled. */
public final class RuleException extends Exception {
  private static final long serialVersionUID = 1;

  RuleException(String message) {
    super(message);
  }
}
