package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Fills the defaults of a structural schema. */
final class Defaulting {
  private Defaulting() {}

  static void apply(SchemaNode schema, JsonNode value) {
    switch (value) {
      case ObjectNode object -> applyToObject(schema, object);
      case ArrayNode array -> applyToArray(schema.items(), array);
      default -> {}
    }
  }

  private static void applyToObject(SchemaNode schema, ObjectNode object) {
    schema
        .properties()
        .forEach(
            (name, property) -> {
              JsonNode found = object.get(name);
              JsonNode defaultValue = property.defaultValue();
              // A null that may not stand there is taken for a field that was left out.
              boolean absent = found == null || (found.isNull() && !property.nullable());
              if (absent && defaultValue != null) {
                object.set(name, defaultValue.deepCopy());
              }
            });
    for (var member : object.properties()) {
      SchemaNode field = schema.field(member.getKey());
      if (field != null) {
        if (isReplaceable(field, member.getValue())) {
          member.setValue(defaultOf(field));
        }
        apply(field, member.getValue());
      }
    }
  }

  private static void applyToArray(@Nullable SchemaNode items, ArrayNode array) {
    if (items == null) {
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      if (isReplaceable(items, array.get(i))) {
        array.set(i, defaultOf(items));
      }
      apply(items, array.get(i));
    }
  }

  private static boolean isReplaceable(SchemaNode schema, JsonNode value) {
    return value.isNull() && !schema.nullable() && schema.defaultValue() != null;
  }

  private static @Nullable JsonNode defaultOf(SchemaNode schema) {
    JsonNode value = schema.defaultValue();
    return value == null ? null : value.deepCopy();
  }
}
