package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The structural schema of one version of a custom resource. */
record StructuralSchema(ObjectNode source) implements ObjectSchema {
  static StructuralSchema parse(ObjectNode source) throws SchemaException {
    if (source.isEmpty()) {
      throw new SchemaException(List.of(FieldError.required("type", "must not be empty")));
    }
    return new StructuralSchema(source);
  }

  @Override
  public Optional<String> typeMismatch(ObjectNode object) {
    return Optional.empty();
  }

  @Override
  public List<String> prune(ObjectNode object) {
    return List.of();
  }

  @Override
  public void applyDefaults(ObjectNode object) {}

  @Override
  public List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
    return List.of();
  }
}
