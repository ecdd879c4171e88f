package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.request.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a body into an object of the resource: right kind, right types, known fields only. */
final class IncomingObject {
  private IncomingObject() {}

  /**
   * Reads the object of a create or update.
   *
   * @throws ApiException with 400 if it is of another kind or type, or under strict validation has
   *     unknown or duplicate fields
   */
  static ObjectNode accept(Call call, JsonBody body, WriteOptions options) {
    ObjectNode object = (ObjectNode) body.value();
    requireKind(call, object);
    return pruned(call, object, body.duplicates(), options, Refusal.BAD_REQUEST);
  }

  /**
   * Checks the outcome of a patch in the same way.
   *
   * @throws ApiException with 422 about the field {@code patch} for values of another type, and for
   *     unknown fields under strict validation
   */
  static ObjectNode acceptPatched(Call call, ObjectNode object, WriteOptions options) {
    requireKind(call, object);
    return pruned(call, object, List.of(), options, Refusal.INVALID);
  }

  private static ObjectNode pruned(
      Call call,
      ObjectNode object,
      List<String> duplicates,
      WriteOptions options,
      Refusal refusal) {
    Optional<String> mismatch = call.resource().schema().typeMismatch(object);
    if (mismatch.isPresent()) {
      throw refusal == Refusal.INVALID
          ? invalidPatch(object, withoutKind(call, mismatch.get()))
          : ApiException.badRequest(mismatch.get());
    }
    List<FieldError> findings = new ArrayList<>();
    for (String path : duplicates) {
      findings.add(finding(path, "duplicate field"));
    }
    for (String path : call.resource().schema().prune(object)) {
      findings.add(finding(path, "unknown field"));
    }
    if (!findings.isEmpty()) {
      switch (options.validation()) {
        case STRICT -> throw strict(call, object, findings, refusal);
        case WARN -> findings.forEach(finding -> call.warnings().accept(finding.message()));
        case IGNORE -> {}
      }
    }
    return object;
  }

  private static FieldError finding(String path, String problem) {
    return new FieldError(FieldError.Reason.INVALID, path, problem + " \"" + path + "\"");
  }

  private static ApiException strict(
      Call call, ObjectNode object, List<FieldError> findings, Refusal refusal) {
    GroupVersionKind kind = call.resource().type().kind();
    String text =
        "strict decoding error: "
            + String.join(", ", findings.stream().map(FieldError::message).toList());
    return switch (refusal) {
      case BAD_REQUEST ->
          ApiException.badRequest(
              kind.kind()
                  + " in version \""
                  + kind.version()
                  + "\" cannot be handled as a "
                  + kind.kind()
                  + ": "
                  + text);
      case INVALID -> invalidPatch(object, text);
    };
  }

  /** Kubernetes names neither kind nor object here, but shows the outcome of the patch. */
  private static ApiException invalidPatch(ObjectNode object, String problem) {
    String shown = TextNode.valueOf(object.toString()).toString();
    return new ApiException(
        new Failure.Invalid("", "", "", List.of(FieldError.invalid("patch", shown, problem))));
  }

  private static String withoutKind(Call call, String mismatch) {
    String kind = call.resource().type().kind().kind();
    String frame = " cannot be handled as a " + kind + ": ";
    int at = mismatch.indexOf(frame);
    return at < 0 ? mismatch : mismatch.substring(at + frame.length());
  }

  /**
   * Checks that an object has the name that the URL names.
   *
   * @throws ApiException with 400
   */
  static void requireName(Call call, String name) {
    if (name.isEmpty()) {
      throw ApiException.badRequest(
          "the name of the object ("
              + call.name()
              + " based on URL) was undeterminable: name must be provided");
    }
    if (!name.equals(call.name())) {
      throw ApiException.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + call.name()
              + ")");
    }
  }

  private static void requireKind(Call call, ObjectNode object) {
    GroupVersionKind expected = call.resource().type().kind();
    String apiVersion = object.path("apiVersion").asText("");
    String kind = object.path("kind").asText("");
    if (apiVersion.isEmpty()) {
      object.put("apiVersion", expected.apiVersion());
    } else if (!apiVersion.equals(expected.apiVersion())) {
      throw ApiException.badRequest(
          "the API version in the data ("
              + apiVersion
              + ") does not match the expected API version ("
              + expected.apiVersion()
              + ")");
    }
    if (kind.isEmpty()) {
      object.put("kind", expected.kind());
    } else if (!kind.equals(expected.kind())) {
      throw ApiException.badRequest(
          kind
              + " in version \""
              + expected.version()
              + "\" cannot be handled as a "
              + expected.kind()
              + ": "
              + otherKind(call, kind));
    }
    if (!(object.path("metadata").isMissingNode()
        || object.path("metadata").isNull()
        || object.path("metadata").isObject())) {
      throw ApiException.badRequest(
          "json: cannot unmarshal into Go struct field "
              + expected.kind()
              + ".metadata of type v1.ObjectMeta");
    }
    if (object.path("metadata").isNull()) {
      object.putObject("metadata");
    }
  }

  /** Kubernetes finds out when it converts what was sent to its own form of the built-in kind. */
  private static String otherKind(Call call, String kind) {
    if (call.resource().type().origin() == ResourceType.Origin.CUSTOM) {
      return "the kind in the data does not match the kind of the resource";
    }
    GroupVersionKind expected = call.resource().type().kind();
    String group = expected.group().isEmpty() ? "core" : expected.group();
    int end = group.indexOf('.');
    return "converting (%s.%s) to (%s.%s): unknown conversion"
        .formatted(
            expected.version(), kind, end < 0 ? group : group.substring(0, end), expected.kind());
  }

  private enum Refusal {
    BAD_REQUEST,
    INVALID
  }
}
