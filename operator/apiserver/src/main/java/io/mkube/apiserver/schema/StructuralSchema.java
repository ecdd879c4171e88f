package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The structural schema of one version of a custom resource. */
record StructuralSchema(SchemaNode root) implements ObjectSchema {
  static StructuralSchema parse(ObjectNode source) throws SchemaException {
    List<FieldError> errors = StructuralRules.check(source);
    if (!errors.isEmpty()) {
      throw new SchemaException(errors);
    }
    return new StructuralSchema(SchemaNode.parse(source));
  }

  @Override
  public Optional<String> typeMismatch(ObjectNode object) {
    if (!(object.get("metadata") instanceof ObjectNode metadata)) {
      return Optional.empty();
    }
    GroupVersionKind kind =
        GroupVersionKind.of(object.path("apiVersion").asText(), object.path("kind").asText());
    return GoDecoding.firstMismatch(
            BuiltInTypes.get().named("meta.v1.ObjectMeta"), metadata, "metadata")
        .map(text -> GoDecoding.cannotBeHandled(kind, text));
  }

  @Override
  public List<String> prune(ObjectNode object) {
    return Pruning.prune(root, object);
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    Defaulting.apply(root, object);
  }

  @Override
  public List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
    return Validation.ofObject(root, object, old);
  }
}
