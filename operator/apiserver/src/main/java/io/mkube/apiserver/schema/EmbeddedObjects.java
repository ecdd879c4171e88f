package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.structure.StructuralRules;
import io.mkube.apiserver.schema.typed.GoDecoding;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whole objects inside custom resources, which {@code x-kubernetes-embedded-resource} marks. Only
 * their identity is checked, whatever they are.
 */
final class EmbeddedObjects {
  private static final String METADATA = "metadata";

  private EmbeddedObjects() {}

  /** Whether a schema has embedded objects anywhere. */
  static boolean in(SchemaNode node) {
    return node.embedded()
        || node.properties().values().stream().anyMatch(EmbeddedObjects::in)
        || (node.additional() != null && in(node.additional()))
        || (node.items() != null && in(node.items()));
  }

  /** What a strictly typed decoder says of the metadata of {@code object} itself. */
  static Optional<String> metadataMismatch(ObjectNode object) {
    JsonNode metadata = object.path(METADATA);
    if (metadata.isMissingNode() || metadata.isNull()) {
      return Optional.empty();
    }
    if (!(metadata instanceof ObjectNode fields)) {
      return Optional.of(
          "json: cannot unmarshal "
              + GoDecoding.kind(metadata)
              + " into Go value of type v1.ObjectMeta");
    }
    return GoDecoding.firstMismatch(BuiltInTypes.get().named("meta.v1.ObjectMeta"), fields, "");
  }

  /** What a strictly typed decoder says of the first embedded object with wrong metadata. */
  static Optional<String> firstMismatch(SchemaNode root, ObjectNode object) {
    for (Embedded embedded : find(root, object, "", false)) {
      Optional<FieldError> mismatch = typedMetadata(embedded);
      if (mismatch.isPresent()) {
        return mismatch.map(FieldError::text);
      }
    }
    return Optional.empty();
  }

  /**
   * The first value in the identity of an object at {@code path}, or in one below, that has not the
   * type that it must have.
   *
   * @param isObject whether {@code value} itself is a whole object
   */
  static Optional<FieldError> firstMismatch(
      SchemaNode schema, JsonNode value, String path, boolean isObject) {
    for (Embedded embedded : find(schema, value, path, isObject)) {
      for (String field : List.of("apiVersion", "kind")) {
        JsonNode text = embedded.object().path(field);
        if (!text.isMissingNode() && !text.isTextual()) {
          String shown = ListChecks.goValue(text);
          return Optional.of(invalid(embedded, field, shown, "must be a string"));
        }
      }
      Optional<FieldError> mismatch = typedMetadata(embedded);
      if (mismatch.isPresent()) {
        return mismatch;
      }
    }
    return Optional.empty();
  }

  private static Optional<FieldError> typedMetadata(Embedded embedded) {
    String shown = ListChecks.goValue(embedded.object().path(METADATA));
    return metadataMismatch(embedded.object())
        .map(fault -> invalid(embedded, METADATA, shown, fault));
  }

  /** Checks that every embedded object says what it is and has the metadata of an object. */
  static List<FieldError> check(SchemaNode root, ObjectNode object) {
    return check(root, object, "", false);
  }

  /** The same of a value at {@code path}, which may be a whole object itself. */
  static List<FieldError> check(SchemaNode schema, JsonNode value, String path, boolean isObject) {
    List<FieldError> errors = new ArrayList<>();
    for (Embedded embedded : find(schema, value, path, isObject)) {
      identity(embedded, "apiVersion", errors);
      identity(embedded, "kind", errors);
      for (FieldError error : MetadataRules.validateEmbedded(embedded.object())) {
        errors.add(new FieldError(error.reason(), embedded.at(error.field()), error.message()));
      }
    }
    return errors;
  }

  private static void identity(Embedded embedded, String field, List<FieldError> errors) {
    JsonNode value = embedded.object().path(field);
    String text = value.asText();
    String shown = TextNode.valueOf(text).toString();
    if (value.isMissingNode()) {
      errors.add(FieldError.required(embedded.at(field), "must not be empty"));
    } else if (!value.isTextual()) {
      errors.add(invalid(embedded, field, ListChecks.goValue(value), "must be a string"));
    } else if (text.isEmpty()) {
      errors.add(invalid(embedded, field, shown, "must not be empty"));
    } else if (field.equals("kind")) {
      for (String fault : NameRule.DNS_1035_LABEL.check(text.toLowerCase(Locale.ROOT))) {
        String detail = "may have mixed case, but should otherwise match: " + fault;
        errors.add(invalid(embedded, field, shown, detail));
      }
    } else if (text.indexOf('/') != text.lastIndexOf('/')) {
      errors.add(invalid(embedded, field, shown, "unexpected GroupVersion string: " + text));
    }
  }

  private static FieldError invalid(Embedded embedded, String field, String value, String detail) {
    return FieldError.invalid(embedded.at(field), value, detail);
  }

  private static List<Embedded> find(
      SchemaNode schema, JsonNode value, String path, boolean isObject) {
    List<Embedded> found = new ArrayList<>();
    if (isObject && !schema.embedded() && value instanceof ObjectNode object) {
      found.add(new Embedded(path, object));
    }
    below(schema, value, path, found);
    return found;
  }

  private static void below(SchemaNode schema, JsonNode value, String path, List<Embedded> found) {
    switch (value) {
      case ObjectNode object -> {
        if (schema.embedded()) {
          found.add(new Embedded(path, object));
        }
        for (var member : object.properties()) {
          SchemaNode field = schema.field(member.getKey());
          if (field != null) {
            below(field, member.getValue(), schema.pathTo(path, member.getKey()), found);
          }
        }
      }
      case ArrayNode array -> {
        SchemaNode items = schema.items();
        for (int i = 0; items != null && i < array.size(); i++) {
          below(items, array.get(i), path + "[" + i + "]", found);
        }
      }
      default -> {}
    }
  }

  private record Embedded(String path, ObjectNode object) {
    String at(String field) {
      return StructuralRules.child(path, field);
    }
  }
}
