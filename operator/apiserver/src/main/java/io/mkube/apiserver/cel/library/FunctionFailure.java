package io.mkube.apiserver.cel.library;

/** A function was given what it cannot work with. The message is shown to users. */
public final class FunctionFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure of a value that an expression looks at. */
  public static FunctionFailure of(String message) {
    return new FunctionFailure(message);
  }

  FunctionFailure(String message) {
    super(message, null, false, false);
  }
}
