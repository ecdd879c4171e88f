package io.mkube.apiserver.error;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that a request can fail with. {@link StatusAnswer#of} translates it, and only it. */
public sealed interface Failure {
  /** Message of the Status. */
  String message();

  /**
   * 400: malformed body, query or selector.
   *
   * @param message what is wrong
   */
  record BadRequest(String message) implements Failure {}

  /** 401: no credentials, or bad ones. */
  record Unauthorized() implements Failure {
    @Override
    public String message() {
      return "Unauthorized";
    }
  }

  /**
   * 403.
   *
   * @param object what was to be changed; without a resource for a path that is none
   * @param detail why not
   * @param causes causes, may be empty
   */
  record Forbidden(ObjectReference object, String detail, List<Cause> causes) implements Failure {
    public Forbidden {
      causes = List.copyOf(causes);
    }

    @Override
    public String message() {
      return object.resource().isEmpty()
          ? "forbidden: " + detail
          : object.text() + " is forbidden: " + detail;
    }
  }

  /**
   * What an admission policy denies: 422 unless it asks for 401, 403 or 413.
   *
   * @param object what was to be changed
   * @param detail which policy denies it, and why
   * @param reason reason of the Status
   */
  record Denied(ObjectReference object, String detail, String reason) implements Failure {
    @Override
    public String message() {
      return object.text() + " is forbidden: " + detail;
    }
  }

  /**
   * 404 of an object.
   *
   * @param object the missing object
   */
  record NotFound(ObjectReference object) implements Failure {
    @Override
    public String message() {
      return object.text() + " not found";
    }
  }

  /** 404 of a path outside every API; the answer is a line of text. */
  record NoSuchPage() implements Failure {
    @Override
    public String message() {
      return "404 page not found";
    }
  }

  /** 404 of a path that an API does not have. */
  record NoSuchPath() implements Failure {
    @Override
    public String message() {
      return "the server could not find the requested resource";
    }
  }

  /**
   * 405.
   *
   * @param object what lacks the verb; without a resource for a URL that has only other methods
   * @param message which verb is lacking
   */
  record MethodNotAllowed(ObjectReference object, String message) implements Failure {
    /** A method that the URL does not have. */
    public MethodNotAllowed() {
      this(
          new ObjectReference("", "", ""),
          "the server does not allow this method on the requested resource");
    }

    /** A verb that a custom resource lacks, which Kubernetes tells with more words. */
    public static MethodNotAllowed ofCustom(ObjectReference object, String verb) {
      return new MethodNotAllowed(
          object, verb + " is not supported on resources of kind \"" + object.text() + "\"");
    }
  }

  /**
   * 406.
   *
   * @param accepted media types that can be produced
   */
  record NotAcceptable(List<String> accepted) implements Failure {
    public NotAcceptable {
      accepted = List.copyOf(accepted);
    }

    @Override
    public String message() {
      return "only the following media types are accepted: " + String.join(", ", accepted);
    }
  }

  /**
   * 409 of a create.
   *
   * @param object the object that exists
   * @param retryAfterSeconds positive when another generated name may succeed
   */
  record AlreadyExists(ObjectReference object, int retryAfterSeconds) implements Failure {
    @Override
    public String message() {
      return object.text() + " already exists";
    }
  }

  /**
   * 409 of a write or a precondition.
   *
   * @param object the object
   * @param detail why the operation cannot be fulfilled
   */
  record Conflict(ObjectReference object, String detail) implements Failure {
    /** What clients read when their resourceVersion is old. */
    public static final String MODIFIED =
        "the object has been modified; please apply your changes to the latest version and try"
            + " again";

    @Override
    public String message() {
      return "Operation cannot be fulfilled on " + object.text() + ": " + detail;
    }
  }

  /**
   * 409 of an apply.
   *
   * @param message which fields of which managers are in conflict
   * @param causes one for each field
   */
  record ApplyConflict(String message, List<Cause> causes) implements Failure {
    public ApplyConflict {
      causes = List.copyOf(causes);
    }
  }

  /**
   * 410: the revision or continue token is no longer held.
   *
   * @param message what expired
   * @param continueToken token that continues inconsistently, or null
   */
  record Expired(String message, @Nullable String continueToken) implements Failure {}

  /**
   * 413.
   *
   * @param message which limit
   */
  record TooLarge(String message) implements Failure {}

  /**
   * 415.
   *
   * @param accepted media types that can be read
   */
  record UnsupportedMediaType(List<String> accepted) implements Failure {
    public UnsupportedMediaType {
      accepted = List.copyOf(accepted);
    }

    @Override
    public String message() {
      return "the body of the request was in an unknown format - accepted media types include: "
          + String.join(", ", accepted);
    }
  }

  /** 415 of a patch of a built-in kind, which the router refuses before anything reads it. */
  record NoSuchPatch() implements Failure {
    @Override
    public String message() {
      return "415: Unsupported Media Type";
    }
  }

  /**
   * 422 of an object.
   *
   * @param group API group
   * @param kind kind
   * @param name object name
   * @param errors at least one
   */
  record Invalid(String group, String kind, String name, List<FieldError> errors)
      implements Failure {
    public Invalid {
      errors = List.copyOf(errors);
    }

    @Override
    public String message() {
      String all =
          errors.size() == 1
              ? errors.getFirst().text()
              : errors.stream()
                  .map(FieldError::text)
                  .distinct()
                  .collect(Collectors.joining(", ", "[", "]"));
      String qualified = group.isEmpty() ? kind : kind + "." + group;
      return qualified + " \"" + name + "\" is invalid: " + all;
    }
  }

  /**
   * 422 without an object: a JSON patch that cannot be applied.
   *
   * @param message what could not be done
   */
  record Unprocessable(String message) implements Failure {}

  /**
   * 429.
   *
   * @param message why
   * @param retryAfterSeconds when to come again, 0 if nobody can say
   * @param causes what stands in the way, may be empty
   */
  record TooManyRequests(String message, int retryAfterSeconds, List<Cause> causes)
      implements Failure {
    public TooManyRequests {
      causes = List.copyOf(causes);
    }

    public TooManyRequests(String message, int retryAfterSeconds) {
      this(message, retryAfterSeconds, List.of());
    }
  }

  /**
   * 500.
   *
   * @param detail what went wrong
   */
  record Internal(String detail) implements Failure {
    @Override
    public String message() {
      return "Internal error occurred: " + detail;
    }
  }

  /**
   * 500 without a reason: an applied configuration that does not fit its schema. kube-apiserver
   * answers so.
   *
   * @param message what does not fit
   */
  record NotMergeable(String message) implements Failure {}

  /**
   * 501: a stream that needs a program which does not run here.
   *
   * @param message what is missing
   */
  record NotImplemented(String message) implements Failure {}

  /**
   * 503: the store does not answer.
   *
   * @param message what is unavailable
   */
  record Unavailable(String message) implements Failure {}

  /** 504 of a request that took longer than it may. */
  record RequestTimeout() implements Failure {
    @Override
    public String message() {
      return "Timeout: request did not complete within the allotted timeout";
    }
  }

  /**
   * 504: a revision that is not reached.
   *
   * @param requested requested revision
   * @param current current revision
   */
  record FutureRevision(long requested, long current) implements Failure {
    @Override
    public String message() {
      return "Timeout: Too large resource version: " + requested + ", current: " + current;
    }
  }

  /**
   * One entry of {@code details.causes} that is not a field error.
   *
   * @param reason reason
   * @param message message
   * @param field field, may be empty
   */
  record Cause(String reason, String message, String field) {}
}
