package io.mkube.apiserver.schema;

import io.mkube.apiserver.error.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** A custom resource's schema breaks the rules of structural schemas; a 422 answer. */
public final class SchemaException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<FieldError> errors;

  SchemaException(List<FieldError> errors) {
    super(errors.stream().map(FieldError::text).collect(Collectors.joining(", ")));
    this.errors = List.copyOf(errors);
  }

  /**
   * All findings; paths are relative to {@code openAPIV3Schema}, so they begin with a field name.
   */
  public List<FieldError> errors() {
    return errors;
  }
}
