package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.request.WriteOptions;
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
    return pruned(call, object, body, options);
  }

  private static ObjectNode pruned(
      Call call, ObjectNode object, JsonBody body, WriteOptions options) {
    Optional<String> mismatch = call.resource().schema().typeMismatch(object);
    if (mismatch.isPresent()) {
      throw ApiException.badRequest(mismatch.get());
    }
    boolean custom = call.resource().type().origin() == ResourceType.Origin.CUSTOM;
    FieldFindings findings = FieldFindings.of(body, call.resource().schema().prune(object), custom);
    if (!findings.isEmpty()) {
      switch (options.validation()) {
        case STRICT ->
            throw ApiException.badRequest(cannotBeHandled(call, strict(findings.errors())));
        case WARN -> findings.warnings().forEach(call.warnings());
        case IGNORE -> {}
      }
    }
    RepeatedOwners.remove(call, object);
    return object;
  }

  /** Findings as one refusal. */
  static String strict(List<String> findings) {
    return "strict decoding error: " + String.join(", ", findings);
  }

  private static String cannotBeHandled(Call call, String problem) {
    GroupVersionKind kind = call.resource().type().kind();
    return "%s in version \"%s\" cannot be handled as a %s: %s"
        .formatted(kind.kind(), kind.version(), kind.kind(), problem);
  }

  private static void requireKind(Call call, ObjectNode object) {
    GroupVersionKind expected = call.resource().type().kind();
    String apiVersion = object.path("apiVersion").asText("");
    String kind = object.path("kind").asText("");
    boolean custom = call.resource().type().origin() == ResourceType.Origin.CUSTOM;
    boolean sameVersion =
        apiVersion.equals(expected.apiVersion()) || (apiVersion.isEmpty() && !custom);
    boolean sameKind = kind.isEmpty() || kind.equals(expected.kind());
    if (!sameVersion && (custom || (sameKind && OtherKinds.wasServed(apiVersion, expected)))) {
      throw ApiException.badRequest(
          "the API version in the data ("
              + apiVersion
              + ") does not match the expected API version ("
              + expected.apiVersion()
              + ")");
    }
    if (custom && !sameKind) {
      throw OtherKinds.notOfResource(expected, object);
    }
    if (!sameVersion || !sameKind) {
      throw ApiException.badRequest(
          OtherKinds.cannotBeHandled(
              expected,
              apiVersion.isEmpty() ? expected.apiVersion() : apiVersion,
              kind.isEmpty() ? expected.kind() : kind));
    }
    object.put("apiVersion", expected.apiVersion());
    object.put("kind", expected.kind());
    if (object.path("metadata").isNull()) {
      object.putObject("metadata");
    }
  }
}
