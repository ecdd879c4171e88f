package io.mkube.apiserver.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures and the Status that kube-apiserver answers for them. */
class StatusAnswerTest {
  private static final ObjectReference POD = new ObjectReference("", "pods", "x");
  private static final ObjectReference WIDGET = new ObjectReference("example.com", "widgets", "x");

  static Stream<Arguments> failures() {
    FieldError replicas =
        FieldError.invalid("spec.replicas", "-1", "must be greater than or equal to 0");
    FieldError name = FieldError.required("metadata.name", "");
    return Stream.of(
        Arguments.of(new Failure.NotFound(POD), 404, "NotFound", "pods \"x\" not found"),
        Arguments.of(
            new Failure.NotFound(WIDGET), 404, "NotFound", "widgets.example.com \"x\" not found"),
        Arguments.of(
            new Failure.AlreadyExists(POD, 0), 409, "AlreadyExists", "pods \"x\" already exists"),
        Arguments.of(
            new Failure.Conflict(POD, Failure.Conflict.MODIFIED),
            409,
            "Conflict",
            "Operation cannot be fulfilled on pods \"x\": the object has been modified; please"
                + " apply your changes to the latest version and try again"),
        Arguments.of(
            new Failure.Invalid("apps", "Deployment", "x", List.of(replicas)),
            422,
            "Invalid",
            "Deployment.apps \"x\" is invalid: spec.replicas: Invalid value: -1: must be greater"
                + " than or equal to 0"),
        Arguments.of(
            new Failure.Invalid("", "Pod", "x", List.of(replicas, name)),
            422,
            "Invalid",
            "Pod \"x\" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal"
                + " to 0, metadata.name: Required value]"),
        Arguments.of(
            new Failure.FutureRevision(999, 10),
            504,
            "Timeout",
            "Timeout: Too large resource version: 999, current: 10"),
        Arguments.of(new Failure.Unauthorized(), 401, "Unauthorized", "Unauthorized"),
        Arguments.of(
            new Failure.Internal("oops"), 500, "InternalError", "Internal error occurred: oops"),
        Arguments.of(new Failure.Unavailable("no store"), 503, "ServiceUnavailable", "no store"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatKubernetesSays(Failure failure, int code, String reason, String message) {
    StatusAnswer answer = StatusAnswer.of(failure);

    assertEquals(code, answer.code());
    assertEquals(code, answer.body().path("code").asInt());
    assertEquals(reason, answer.body().path("reason").asText());
    assertEquals(message, answer.body().path("message").asText());
  }

  @Test
  void carriesDetails() {
    var invalid =
        StatusAnswer.of(
                new Failure.Invalid(
                    "apps", "Deployment", "x", List.of(FieldError.required("spec.selector", ""))))
            .body();
    var missing = StatusAnswer.of(new Failure.NotFound(WIDGET)).body();

    assertEquals("Deployment", invalid.at("/details/kind").asText());
    assertEquals("FieldValueRequired", invalid.at("/details/causes/0/reason").asText());
    assertEquals("spec.selector", invalid.at("/details/causes/0/field").asText());
    assertEquals("widgets", missing.at("/details/kind").asText());
    assertEquals("example.com", missing.at("/details/group").asText());
    assertTrue(StatusAnswer.of(new Failure.NoSuchPath()).body().path("details").isEmpty());
    assertTrue(StatusAnswer.of(new Failure.NoSuchPath()).body().has("details"));
    assertFalse(StatusAnswer.of(new Failure.Unauthorized()).body().has("details"));
  }

  @Test
  void tellsWhenToComeAgain() {
    StatusAnswer answer = StatusAnswer.of(new Failure.TooManyRequests("slow down", 3));

    assertEquals(3, answer.retryAfterSeconds());
    assertEquals(3, answer.body().at("/details/retryAfterSeconds").asInt());
  }
}
