package io.mkube.apiserver.negotiation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.JsonSyntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Why a body is no object at all, in the words of kube-apiserver. */
final class Unreadable {
  private static final int SHOWN = 30;

  /** Go shows the type that it decodes into. */
  private static final String VERSION_AND_KIND =
      "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
          + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

  private Unreadable() {}

  /** Text that is not JSON. */
  static ApiException json(String kind, JsonProcessingException failure, byte[] bytes) {
    return refusal(
        kind,
        "couldn't get version/kind; json parse error: " + reason(failure, bytes),
        bytes,
        failure);
  }

  /** JSON that is not an object. */
  static ApiException noObject(String kind, JsonNode value, byte[] bytes) {
    String problem =
        "couldn't get version/kind; json parse error: json: cannot unmarshal "
            + goName(value)
            + " into Go value of type "
            + VERSION_AND_KIND;
    return new ApiException(new Failure.BadRequest(message(kind, problem, bytes)));
  }

  /** An object that does not tell its kind. */
  static ApiException noKind(String kind, byte[] bytes) {
    String problem =
        "Object 'Kind' is missing in '" + new String(bytes, StandardCharsets.UTF_8) + "'";
    return new ApiException(new Failure.BadRequest(message(kind, problem, bytes)));
  }

  /** What Go's decoder calls a value that is no object. */
  static String goName(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "bool";
      case NUMBER -> "number";
      default -> "string";
    };
  }

  /** What another decoder refuses. */
  static ApiException other(String kind, Exception failure, byte[] bytes) {
    return refusal(kind, String.valueOf(failure.getMessage()), bytes, failure);
  }

  /** What is wrong with a text that is not JSON. */
  static String reason(IOException failure, byte[] bytes) {
    return JsonSyntax.fault(bytes).orElseGet(() -> JsonBody.reason(failure));
  }

  private static ApiException refusal(
      String kind, String problem, byte[] bytes, Exception failure) {
    return new ApiException(new Failure.BadRequest(message(kind, problem, bytes)), failure);
  }

  private static String message(String kind, String problem, byte[] bytes) {
    return "the object provided is unrecognized (must be of type %s): %s (%s)"
        .formatted(kind, problem, summary(bytes));
  }

  /** The beginning of a body: as text if it looks like JSON, else in hexadecimal digits. */
  private static String summary(byte[] bytes) {
    if (bytes.length == 0) {
      return "<empty>";
    }
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN));
    String shown =
        bytes[0] == '{' ? new String(head, StandardCharsets.UTF_8) : HexFormat.of().formatHex(head);
    return bytes.length > SHOWN ? shown + " ..." : shown;
  }
}
