package io.mkube.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.ValueType;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes an object as Kubernetes' generated Go code does: fields in the order of their numbers,
 * plain fields even when they are empty, maps in the order of their keys.
 */
final class MessageEncoder {
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
  private final BackwardWriter out;

  MessageEncoder(BackwardWriter out) {
    this.out = out;
  }

  /** Writes the fields of an object; those that the type lacks are left out. */
  void write(ObjectNode object, ObjectType type) {
    for (TypeField field : type.lastNumberFirst()) {
      if (field.inline() && field.type() instanceof ValueType.Fields inlined) {
        int before = out.size();
        write(object, inlined.type());
        out.delimit(field.number(), before);
        continue;
      }
      JsonNode value = object.get(field.name());
      if (value != null && !value.isNull()) {
        writeField(field.number(), field.type(), value);
      } else if (field.plain()) {
        writeField(field.number(), field.type(), MissingNode.getInstance());
      }
    }
  }

  private void writeField(int number, ValueType type, JsonNode value) {
    switch (type) {
      case ValueType.ListOf list -> {
        for (int i = value.size() - 1; i >= 0; i--) {
          writeValue(number, list.element(), value.get(i));
        }
      }
      case ValueType.MapOf map -> writeMap(number, map.value(), value);
      case ValueType.Fields fields -> writeValue(number, type, value);
      case Scalar scalar -> writeScalar(number, scalar, value);
    }
  }

  /** A value that is written whatever it is. */
  private void writeValue(int number, ValueType type, JsonNode value) {
    switch (type) {
      case ValueType.Fields fields -> {
        int before = out.size();
        write(value instanceof ObjectNode object ? object : NOTHING, fields.type());
        out.delimit(number, before);
      }
      case Scalar scalar ->
          writeScalar(number, scalar, value.isNull() ? MissingNode.getInstance() : value);
      case ValueType.ListOf list -> throw new IllegalStateException("nested " + list);
      case ValueType.MapOf map -> throw new IllegalStateException("nested " + map);
    }
  }

  private void writeMap(int number, ValueType type, JsonNode map) {
    String[] keys = new String[map.size()];
    int count = 0;
    for (var names = map.fieldNames(); names.hasNext(); ) {
      keys[count++] = names.next();
    }
    Arrays.sort(keys, MessageEncoder::compareUtf8);
    for (int i = keys.length - 1; i >= 0; i--) {
      int before = out.size();
      JsonNode value = map.get(keys[i]);
      if (type != Scalar.BYTES || !value.isNull()) {
        writeValue(2, type, value);
      }
      out.stringField(1, keys[i]);
      out.delimit(number, before);
    }
  }

  /** The order of the keys' bytes, in which surrogates come after all other characters. */
  static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean bothOrNone = Character.isSurrogate(left) == Character.isSurrogate(right);
        return bothOrNone ? left - right : Character.isSurrogate(left) ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  private void writeScalar(int number, Scalar type, JsonNode value) {
    switch (type) {
      case STRING -> out.stringField(number, value.asText());
      case BOOL -> out.varintField(number, value.asBoolean() ? 1 : 0);
      case INT32 -> out.varintField(number, value.asInt());
      case INT64 -> out.varintField(number, value.asLong());
      case DOUBLE -> out.doubleField(number, value.asDouble());
      case BYTES -> out.bytesField(number, Base64.getMimeDecoder().decode(value.asText()));
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, STRING_ITEMS, RAW_JSON -> {
        int before = out.size();
        writeWrapped(type, value);
        out.delimit(number, before);
      }
      case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRING_ARRAY -> {
        int before = out.size();
        writeUnion(type, value);
        out.delimit(number, before);
      }
    }
  }

  private void writeWrapped(Scalar type, JsonNode value) {
    switch (type) {
      case QUANTITY -> out.stringField(1, value.isMissingNode() ? "0" : value.asText());
      case INT_OR_STRING -> {
        boolean text = value.isTextual();
        out.stringField(3, text ? value.textValue() : "");
        out.varintField(2, text ? 0 : value.asInt());
        out.varintField(1, text ? 1 : 0);
      }
      case TIME -> WrittenTimes.write(out, value.asText(), 0);
      case MICRO_TIME -> WrittenTimes.write(out, value.asText(), WrittenTimes.MICROSECOND);
      case STRING_ITEMS -> {
        for (int i = value.size() - 1; i >= 0; i--) {
          out.stringField(1, value.get(i).asText());
        }
      }
      case RAW_JSON -> {
        if (!value.isMissingNode()) {
          out.bytesField(1, json(value));
        }
      }
      default -> throw new IllegalStateException("no wrapped value: " + type);
    }
  }

  private static byte[] json(JsonNode value) {
    return value instanceof ObjectNode object
        ? Json.write(object)
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** See {@code MessageDecoder}: a schema, a truth, or several schemas or strings. */
  private void writeUnion(Scalar union, JsonNode value) {
    ObjectType schema = BuiltInTypes.get().named("apiextensions.v1.JSONSchemaProps");
    boolean single = value.isObject();
    if (union == Scalar.SCHEMA_OR_BOOL) {
      if (single) {
        writeValue(2, new ValueType.Fields(schema), value);
      }
      out.varintField(1, single || value.asBoolean() ? 1 : 0);
    } else if (single) {
      writeValue(1, new ValueType.Fields(schema), value);
    } else {
      ValueType element =
          union == Scalar.SCHEMA_OR_ARRAY ? new ValueType.Fields(schema) : Scalar.STRING;
      writeField(2, new ValueType.ListOf(element), value);
    }
  }
}
