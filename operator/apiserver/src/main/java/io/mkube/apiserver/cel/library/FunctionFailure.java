package io.mkube.apiserver.cel.library;

/** A function was given what it cannot work with. The message is shown to users. */
public final class FunctionFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  FunctionFailure(String message) {
    super(message, null, false, false);
  }
}
