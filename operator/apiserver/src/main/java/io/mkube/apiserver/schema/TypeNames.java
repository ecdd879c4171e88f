package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mkube.apiserver.error.FieldError;
import java.math.BigDecimal;

/** The types of JSON schema. */
final class TypeNames {
  private TypeNames() {}

  /** Whether a value has the type of a schema node; a node without a type takes everything. */
  static boolean accepts(SchemaNode schema, JsonNode value) {
    if (value.isNull()) {
      return schema.nullable() || (schema.type().isEmpty() && !schema.intOrString());
    }
    if (schema.intOrString()) {
      return value.isTextual() || isInteger(value);
    }
    return switch (schema.type()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" -> isInteger(value);
      default -> true;
    };
  }

  static FieldError mismatch(SchemaNode schema, JsonNode value, String path) {
    String wanted = schema.intOrString() ? "integer,string" : schema.type();
    String found = "\"" + nameOf(value) + "\"";
    return FieldError.typeInvalid(
        path, found, path + " in body must be of type " + wanted + ": " + found);
  }

  /** A schema that says only the type. */
  static JsonNode schemaOf(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static boolean isInteger(JsonNode value) {
    if (value.isIntegralNumber()) {
      return true;
    }
    // 1.0 is an integer; 1e400 is a number that no double holds, and the tree keeps no infinity.
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    return !Double.isNaN(number)
        && !Double.isInfinite(number)
        && BigDecimal.valueOf(number).stripTrailingZeros().scale() <= 0;
  }

  private static String nameOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case OBJECT -> "object";
      case NULL, MISSING -> "null";
      default -> "string";
    };
  }
}
