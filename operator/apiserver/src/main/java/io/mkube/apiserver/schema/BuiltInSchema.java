package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.FieldError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schema of a built-in kind: the fields and types of its Go struct. */
record BuiltInSchema(GroupVersionKind kind) implements ObjectSchema {
  static BuiltInSchema of(GroupVersionKind kind) {
    return new BuiltInSchema(kind);
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
