package io.mkube.apiserver.schema.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.Quantity;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.TypeField.WhenEmpty;
import io.mkube.apiserver.types.ValueType;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Gives an object the form that it has after Go decoded and encoded it: no unknown fields, no
 * nulls, no empty optional values, canonical quantities and times. So that a write which changes
 * nothing is seen to change nothing.
 */
public final class GoEncoding {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Its values of any JSON are pointers in Go, which a null leaves empty. */
  private static final String JSON_SCHEMA = "apiextensions.v1.JSONSchemaProps";

  private final List<String> unknown = new ArrayList<>();

  private GoEncoding() {}

  /** Returns the paths of the unknown fields that were removed. */
  public static List<String> normalise(ObjectType type, ObjectNode object) {
    return normalise(type, object, "");
  }

  /** As {@link #normalise(ObjectType, ObjectNode)}, for an object that stands at {@code path}. */
  public static List<String> normalise(ObjectType type, ObjectNode object, String path) {
    GoEncoding encoding = new GoEncoding();
    encoding.object(type, object, path);
    return List.copyOf(encoding.unknown);
  }

  private void object(ObjectType type, ObjectNode object, String path) {
    Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> member = members.next();
      TypeField field = type.field(member.getKey());
      String below = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      if (field == null) {
        unknown.add(below);
        members.remove();
      } else {
        JsonNode value = value(field.type(), member.getValue(), below);
        if (omits(field, value) || (value.isNull() && type.name().equals(JSON_SCHEMA))) {
          members.remove();
        } else {
          member.setValue(value);
        }
      }
    }
  }

  /** The normal form, which is {@code value} itself for objects and lists. */
  private JsonNode value(ValueType type, JsonNode value, String path) {
    return switch (type) {
      case ValueType.ListOf list -> {
        if (value instanceof ArrayNode array) {
          for (int i = 0; i < array.size(); i++) {
            array.set(i, element(list.element(), array.get(i), path + "[" + i + "]"));
          }
        }
        yield value;
      }
      case ValueType.MapOf map -> {
        if (value instanceof ObjectNode entries) {
          for (var entry : entries.properties()) {
            entry.setValue(element(map.value(), entry.getValue(), path + "." + entry.getKey()));
          }
        }
        yield value;
      }
      case ValueType.Fields fields -> {
        if (value instanceof ObjectNode object) {
          object(fields.type(), object, path);
        }
        yield value;
      }
      case Scalar scalar -> scalar(scalar, value, path);
    };
  }

  /** Go has no nulls in its lists and maps: they become the zero value. */
  private JsonNode element(ValueType type, JsonNode value, String path) {
    if (!value.isNull()) {
      return value(type, value, path);
    }
    return switch (type) {
      case ValueType.Fields fields -> JSON.objectNode();
      case Scalar scalar ->
          switch (scalar) {
            case STRING, BYTES -> JSON.textNode("");
            case QUANTITY -> JSON.textNode("0");
            case INT32, INT64, INT_OR_STRING -> JSON.numberNode(0);
            default -> value;
          };
      case ValueType.ListOf list -> value;
      case ValueType.MapOf map -> value;
    };
  }

  private JsonNode scalar(Scalar type, JsonNode value, String path) {
    return switch (type) {
      case QUANTITY ->
          value.isTextual() || value.isNumber()
              ? Quantity.parse(value.asText().strip())
                  .<JsonNode>map(quantity -> JSON.textNode(quantity.canonical()))
                  .orElse(value)
              : value;
      case TIME -> time(value, Scalar.TIME);
      case MICRO_TIME -> time(value, Scalar.MICRO_TIME);
      case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRING_ARRAY -> {
        ObjectType schema = BuiltInTypes.get().named(JSON_SCHEMA);
        ValueType part = new ValueType.Fields(schema);
        yield type == Scalar.SCHEMA_OR_ARRAY && value.isArray()
            ? value(new ValueType.ListOf(part), value, path)
            : value(part, value, path);
      }
      case INT32, INT64 -> value.isIntegralNumber() ? value : whole(value);
      case STRING, BOOL, DOUBLE, BYTES, INT_OR_STRING, STRING_ITEMS, RAW_JSON -> value;
    };
  }

  private static JsonNode whole(JsonNode value) {
    return value.isNumber() && value.canConvertToExactIntegral()
        ? JSON.numberNode(value.longValue())
        : value;
  }

  private static JsonNode time(JsonNode value, Scalar type) {
    return Timestamps.parse(value.asText())
        .<JsonNode>map(
            time ->
                JSON.textNode(
                    type == Scalar.TIME ? Timestamps.toSeconds(time) : Timestamps.toMicros(time)))
        .orElse(value);
  }

  private static boolean omits(TypeField field, JsonNode value) {
    if (value.isNull()) {
      return field.type() != Scalar.RAW_JSON;
    }
    if (field.required() || field.whenEmpty() == WhenEmpty.KEPT) {
      return false;
    }
    return switch (field.type()) {
      case ValueType.ListOf list -> value.isEmpty();
      case ValueType.MapOf map -> value.isEmpty();
      case ValueType.Fields fields -> false;
      case Scalar scalar ->
          switch (scalar) {
            case STRING, BYTES, TIME, MICRO_TIME -> value.asText().isEmpty();
            case STRING_ITEMS -> value.isEmpty();
            case BOOL -> field.whenEmpty() == WhenEmpty.OMITTED && !value.booleanValue();
            case INT32, INT64, DOUBLE ->
                field.whenEmpty() == WhenEmpty.OMITTED && value.doubleValue() == 0;
            case QUANTITY,
                INT_OR_STRING,
                RAW_JSON,
                SCHEMA_OR_ARRAY,
                SCHEMA_OR_BOOL,
                SCHEMA_OR_STRING_ARRAY ->
                false;
          };
    };
  }
}
