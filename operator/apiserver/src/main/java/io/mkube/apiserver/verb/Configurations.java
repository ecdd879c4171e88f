package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.ownership.ApplyConflictException;
import io.mkube.apiserver.ownership.FieldOwnership;
import io.mkube.apiserver.ownership.Writer;
import io.mkube.apiserver.request.WriteOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Configurations that are applied to objects. Thread-safe. */
final class Configurations {
  private final FieldOwnership ownership;

  Configurations(FieldOwnership ownership) {
    this.ownership = ownership;
  }

  /**
   * The new object that a configuration says. A resource version in it is of no account: clients
   * set one that no object has so that only a new object is accepted, as the Java Operator SDK
   * does.
   *
   * @throws ApiException with 400, 409 or 500
   */
  Change.Outcome create(Call call, JsonBody config, WriteOptions options) {
    Change.Outcome created = apply(call, config, options, null);
    ObjectMetadata metadata = ObjectMetadata.of(created.object());
    if (!metadata.uid().isEmpty()) {
      throw ApiException.conflict(
          call.target().reference(),
          "uid mismatch: the provided object specified uid "
              + metadata.uid()
              + ", and no existing object was found");
    }
    return created;
  }

  /** A change of an object into what a configuration says. */
  Change change(Call call, JsonBody config, WriteOptions options) {
    return present -> apply(call, config, options, present);
  }

  private Change.Outcome apply(
      Call call, JsonBody config, WriteOptions options, @Nullable ObjectNode live) {
    report(call, config.duplicateLines(), options);
    String subresource = call.target().subresource();
    FieldOwnership.Applied applied;
    try {
      applied =
          ownership.apply(
              call.resource().shapes().of(subresource),
              new Writer(options.manager(), subresource),
              live,
              ((ObjectNode) config.value()).deepCopy(),
              options.force().orElse(false));
    } catch (ApplyConflictException e) {
      throw new ApiException(e.failure(), e);
    }
    ObjectNode object = PatchedObject.accept(call, applied.object(), options);
    requireName(call, object);
    return new Change.Outcome(object, Optional.of(applied.managedFields()));
  }

  /** What the YAML says twice. */
  static void report(Call call, List<String> duplicates, WriteOptions options) {
    if (duplicates.isEmpty()) {
      return;
    }
    switch (options.validation()) {
      case STRICT ->
          throw ApiException.badRequest(
              "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
                  + "  "
                  + String.join("\n  ", duplicates));
      case WARN -> duplicates.forEach(call.warnings());
      case IGNORE -> {}
    }
  }

  private static void requireName(Call call, ObjectNode object) {
    call.requireName(ObjectMetadata.of(object).name());
  }
}
