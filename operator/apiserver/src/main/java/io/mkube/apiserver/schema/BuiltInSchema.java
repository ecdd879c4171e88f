package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.typed.GoDecoding;
import io.mkube.apiserver.schema.typed.GoEncoding;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a built-in kind: the fields and types of its Go struct. Values are checked by the
 * rules of the kind, not here.
 */
record BuiltInSchema(GroupVersionKind kind, ObjectType type) implements ObjectSchema {
  static BuiltInSchema of(GroupVersionKind kind) {
    ObjectType type =
        BuiltInTypes.get()
            .ofKind(kind)
            .orElseThrow(() -> new IllegalArgumentException(kind + " is not built in"));
    return new BuiltInSchema(kind, type);
  }

  @Override
  public Optional<String> typeMismatch(ObjectNode object) {
    return GoDecoding.firstMismatch(type, object, "")
        .map(text -> GoDecoding.cannotBeHandled(kind, text));
  }

  @Override
  public Optional<String> conversionMismatch(ObjectNode object) {
    return GoDecoding.firstUnconvertible(type, object);
  }

  @Override
  public List<String> prune(ObjectNode object) {
    return GoEncoding.normalise(type, object);
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    // The Go structs carry no defaults; the rules of the kind fill them.
  }

  @Override
  public List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
    return List.of();
  }
}
