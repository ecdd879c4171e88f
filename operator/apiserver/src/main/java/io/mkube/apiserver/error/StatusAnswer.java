package io.mkube.apiserver.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code Status} and its HTTP code: the one table from failures to answers.
 *
 * @param code HTTP status code
 * @param body the Status object
 * @param retryAfterSeconds value of {@code Retry-After}, 0 for none
 */
public record StatusAnswer(int code, ObjectNode body, int retryAfterSeconds) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Failure.Cause FUTURE =
      new Failure.Cause("ResourceVersionTooLarge", "Too large resource version", "");

  /** Translates a failure. */
  public static StatusAnswer of(Failure failure) {
    return switch (failure) {
      case Failure.BadRequest f -> status(400, "BadRequest", f, NODES.objectNode());
      case Failure.Unauthorized f -> status(401, "Unauthorized", f, NODES.objectNode());
      case Failure.Forbidden f ->
          detailed(status(403, "Forbidden", f, withCauses(about(f.object()), f.causes())));
      case Failure.Denied f ->
          status(
              code(f.reason()),
              f.reason(),
              f,
              withCauses(about(f.object()), List.of(new Failure.Cause("", f.detail(), ""))));
      case Failure.NotFound f -> status(404, "NotFound", f, about(f.object()));
      case Failure.NoSuchPage f -> detailed(status(404, "NotFound", f, NODES.objectNode()));
      case Failure.NoSuchPath f -> detailed(status(404, "NotFound", f, NODES.objectNode()));
      case Failure.MethodNotAllowed f ->
          detailed(status(405, "MethodNotAllowed", f, about(f.object())));
      case Failure.NotAcceptable f -> status(406, "NotAcceptable", f, NODES.objectNode());
      case Failure.AlreadyExists f ->
          retryable(status(409, "AlreadyExists", f, about(f.object())), f.retryAfterSeconds());
      case Failure.Conflict f -> status(409, "Conflict", f, about(f.object()));
      case Failure.ApplyConflict f ->
          status(409, "Conflict", f, withCauses(NODES.objectNode(), f.causes()));
      case Failure.Expired f -> expired(f);
      case Failure.TooLarge f -> status(413, "RequestEntityTooLarge", f, NODES.objectNode());
      case Failure.NoSuchPatch f ->
          detailed(status(415, "UnsupportedMediaType", f, NODES.objectNode()));
      case Failure.UnsupportedMediaType f ->
          status(415, "UnsupportedMediaType", f, NODES.objectNode());
      case Failure.Invalid f -> status(422, "Invalid", f, invalidDetails(f));
      case Failure.Unprocessable f -> detailed(status(422, "Invalid", f, NODES.objectNode()));
      case Failure.TooManyRequests f ->
          retryable(
              status(429, "TooManyRequests", f, withCauses(NODES.objectNode(), f.causes())),
              f.retryAfterSeconds());
      case Failure.Internal f ->
          status(500, "InternalError", f, causes(new Failure.Cause("", f.detail(), "")));
      case Failure.NotMergeable f -> status(500, "", f, NODES.objectNode());
      case Failure.NotImplemented f -> status(501, "NotImplemented", f, NODES.objectNode());
      case Failure.Unavailable f ->
          retryable(status(503, "ServiceUnavailable", f, NODES.objectNode()), 1);
      case Failure.RequestTimeout f -> detailed(status(504, "Timeout", f, NODES.objectNode()));
      case Failure.FutureRevision f -> retryable(status(504, "Timeout", f, causes(FUTURE)), 1);
    };
  }

  private static int code(String reason) {
    return switch (reason) {
      case "Unauthorized" -> 401;
      case "Forbidden" -> 403;
      case "RequestEntityTooLarge" -> 413;
      default -> 422;
    };
  }

  /**
   * The {@code Success} that a delete answers.
   *
   * @param object what was removed
   * @param uid its uid
   */
  public static ObjectNode deleted(ObjectReference object, String uid) {
    ObjectNode body = frame("Success");
    ObjectNode details = about(object);
    details.put("uid", uid);
    body.set("details", details);
    return body;
  }

  /** The {@code Success} of a request that stores nothing of its own. */
  public static ObjectNode success(int code) {
    return frame("Success").put("code", code);
  }

  private static StatusAnswer expired(Failure.Expired f) {
    StatusAnswer answer = status(410, "Expired", f, NODES.objectNode());
    if (f.continueToken() != null) {
      answer.body().withObject("/metadata").put("continue", f.continueToken());
    }
    return answer;
  }

  private static StatusAnswer status(int code, String reason, Failure failure, ObjectNode details) {
    ObjectNode body = frame("Failure");
    body.put("message", failure.message());
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }
    if (!details.isEmpty()) {
      body.set("details", details);
    }
    body.put("code", code);
    return new StatusAnswer(code, body, 0);
  }

  /** Kubernetes writes the details of these even when they say nothing. */
  private static StatusAnswer detailed(StatusAnswer answer) {
    if (!answer.body().has("details")) {
      JsonNode code = answer.body().remove("code");
      answer.body().putObject("details");
      answer.body().set("code", code);
    }
    return answer;
  }

  private static ObjectNode frame(String status) {
    ObjectNode body = NODES.objectNode();
    body.put("kind", "Status").put("apiVersion", "v1");
    body.putObject("metadata");
    body.put("status", status);
    return body;
  }

  private static StatusAnswer retryable(StatusAnswer answer, int seconds) {
    if (seconds <= 0) {
      return answer;
    }
    answer.body().withObject("/details").put("retryAfterSeconds", seconds);
    return new StatusAnswer(answer.code(), answer.body(), seconds);
  }

  private static ObjectNode about(ObjectReference object) {
    ObjectNode details = NODES.objectNode();
    if (!object.name().isEmpty()) {
      details.put("name", object.name());
    }
    if (!object.group().isEmpty()) {
      details.put("group", object.group());
    }
    if (!object.resource().isEmpty()) {
      details.put("kind", object.resource());
    }
    return details;
  }

  private static ObjectNode invalidDetails(Failure.Invalid failure) {
    ObjectNode details = NODES.objectNode();
    if (!failure.name().isEmpty()) {
      details.put("name", failure.name());
    }
    if (!failure.group().isEmpty()) {
      details.put("group", failure.group());
    }
    if (!failure.kind().isEmpty()) {
      details.put("kind", failure.kind());
    }
    details.setAll(fieldCauses(failure.errors()));
    return details;
  }

  private static ObjectNode fieldCauses(List<FieldError> errors) {
    List<Failure.Cause> causes = new ArrayList<>(errors.size());
    for (FieldError error : errors) {
      causes.add(new Failure.Cause(error.reason().wireName(), error.message(), error.field()));
    }
    return withCauses(NODES.objectNode(), causes);
  }

  private static ObjectNode causes(Failure.Cause cause) {
    return withCauses(NODES.objectNode(), List.of(cause));
  }

  private static ObjectNode withCauses(ObjectNode details, List<Failure.Cause> causes) {
    if (causes.isEmpty()) {
      return details;
    }
    var array = details.putArray("causes");
    for (Failure.Cause cause : causes) {
      ObjectNode node = array.addObject();
      if (!cause.reason().isEmpty()) {
        node.put("reason", cause.reason());
      }
      node.put("message", cause.message());
      if (!cause.field().isEmpty()) {
        node.put("field", cause.field());
      }
    }
    return details;
  }
}
