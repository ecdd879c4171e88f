package io.mkube.apiserver.error;

import java.util.List;

/**
 * A request that fails with a known {@link Failure}; the dispatcher turns it into a Status once.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Failure failure;

  public ApiException(Failure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  public ApiException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** Why the request failed. */
  public Failure failure() {
    return failure;
  }

  /** The request itself is malformed. */
  public static ApiException badRequest(String message) {
    return new ApiException(new Failure.BadRequest(message));
  }

  /** The named object does not exist. */
  public static ApiException notFound(ObjectReference object) {
    return new ApiException(new Failure.NotFound(object));
  }

  /** The object was changed by somebody else, or a precondition does not hold. */
  public static ApiException conflict(ObjectReference object, String detail) {
    return new ApiException(new Failure.Conflict(object, detail));
  }

  /** The caller may not do this. */
  public static ApiException forbidden(ObjectReference object, String detail) {
    return new ApiException(new Failure.Forbidden(object, detail, List.of()));
  }
}
