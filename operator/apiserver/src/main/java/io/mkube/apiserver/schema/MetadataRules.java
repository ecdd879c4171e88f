package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import java.util.List;

/** What the metadata of every object must look like, built-in or custom. */
public final class MetadataRules {
  private MetadataRules() {}

  /** Checks {@code metadata} of a new object. */
  public static List<FieldError> validateCreate(ObjectNode object, NameRule nameRule) {
    return List.of();
  }

  /** Checks {@code metadata} of a changed object against the stored one. */
  public static List<FieldError> validateUpdate(
      ObjectNode object, ObjectNode old, NameRule nameRule) {
    return List.of();
  }
}
