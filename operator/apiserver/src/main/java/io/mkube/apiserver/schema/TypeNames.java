package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mkube.apiserver.error.FieldError;

/** The types of JSON schema. */
final class TypeNames {
  private static final double BEYOND_LONG = 0x1p63;

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
    String name = nameOf(value);
    String format = schema.limits().format();
    if (!format.isEmpty() && !value.isTextual() && !value.isArray() && !value.isNull()) {
      wanted = format;
      name = value.isNumber() ? (isLong(value) ? "int64" : "float64") : "";
    }
    String found = "\"" + name + "\"";
    return FieldError.typeInvalid(
        path, found, path + " in body must be of type " + wanted + ": " + found);
  }

  /** A schema that says only the type. */
  static JsonNode schemaOf(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  /** Whether Go reads a number as an integer; a greater one becomes a float there. */
  static boolean isLong(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }

  /** Whether a number is an integer of 64 bits, however it is written: 1.0 is one. */
  static boolean isInteger(JsonNode value) {
    if (isLong(value)) {
      return true;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    return number == Math.rint(number) && Math.abs(number) < BEYOND_LONG;
  }

  private static String nameOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NUMBER -> isLong(value) ? "integer" : "number";
      case OBJECT -> "object";
      case NULL, MISSING -> "null";
      default -> "string";
    };
  }
}
