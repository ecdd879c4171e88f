package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.patch.GoValues;
import io.mkube.apiserver.request.WriteOptions;
import io.mkube.apiserver.schema.ObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the outcome of a patch into an object of the resource. Kubernetes names neither kind nor
 * object in what it refuses here, but shows the outcome, or of a strategic patch the patch.
 */
final class PatchedObject {
  private PatchedObject() {}

  /**
   * Checks the outcome of a patch.
   *
   * @throws ApiException with 422 about the field {@code patch} for another kind, for values of
   *     another type, and under strict validation for unknown and duplicate fields
   */
  static ObjectNode accept(
      Call call, PatchType type, JsonBody patch, ObjectNode object, WriteOptions options) {
    String shown = type == PatchType.STRATEGIC ? GoValues.text(patch.value()) : object.toString();
    return accept(call, type, type.findings(patch), object, new Refusal(shown, options));
  }

  /**
   * Checks what an applied configuration made of an object.
   *
   * @throws ApiException as for other patches
   */
  static ObjectNode accept(Call call, ObjectNode object, WriteOptions options) {
    Refusal refusal = new Refusal(object.toString(), options);
    return accept(call, PatchType.APPLY, List.of(), object, refusal);
  }

  private static ObjectNode accept(
      Call call, PatchType type, List<String> findings, ObjectNode object, Refusal refusal) {
    requireKind(call, type, object, refusal);
    ObjectSchema schema = call.resource().schema();
    Optional<String> mismatch =
        switch (type) {
          case STRATEGIC -> schema.conversionMismatch(object);
          case APPLY -> schema.conversionMismatch(object).flatMap(x -> schema.typeMismatch(object));
          case JSON, MERGE -> schema.typeMismatch(object);
        };
    if (mismatch.isPresent()) {
      throw refusal.of(withoutKind(call, mismatch.get()));
    }
    List<String> all = new ArrayList<>(findings);
    call.resource().schema().prune(object).stream()
        .sorted()
        .map(path -> "unknown field \"" + path + "\"")
        .forEach(all::add);
    if (!all.isEmpty()) {
      switch (refusal.options().validation()) {
        case STRICT -> throw refusal.of(IncomingObject.strict(all));
        case WARN -> all.forEach(call.warnings());
        case IGNORE -> {}
      }
    }
    return object;
  }

  /** A strategic patch works on a Go struct, whose kind nothing changes. */
  private static void requireKind(Call call, PatchType type, ObjectNode object, Refusal refusal) {
    GroupVersionKind expected = call.resource().type().kind();
    String apiVersion = object.path("apiVersion").asText(expected.apiVersion());
    String kind = object.path("kind").asText(expected.kind());
    boolean same = apiVersion.equals(expected.apiVersion()) && kind.equals(expected.kind());
    if (!same && type != PatchType.STRATEGIC) {
      if (call.resource().type().origin() == ResourceType.Origin.BUILT_IN) {
        throw refusal.of(OtherKinds.reason(expected, apiVersion, kind));
      }
      throw OtherKinds.notOfResource(expected, object);
    }
    object.put("apiVersion", expected.apiVersion()).put("kind", expected.kind());
    if (object.path("metadata").isNull()) {
      object.putObject("metadata");
    }
  }

  private static String withoutKind(Call call, String mismatch) {
    String frame = " cannot be handled as a " + call.resource().type().kind().kind() + ": ";
    int at = mismatch.indexOf(frame);
    return at < 0 ? mismatch : mismatch.substring(at + frame.length());
  }

  private record Refusal(String shown, WriteOptions options) {
    ApiException of(String problem) {
      FieldError error = FieldError.invalid("patch", TextNode.valueOf(shown).toString(), problem);
      return new ApiException(new Failure.Invalid("", "", "", List.of(error)));
    }
  }
}
