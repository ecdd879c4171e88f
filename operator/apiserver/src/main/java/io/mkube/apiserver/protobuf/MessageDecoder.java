package io.mkube.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.TypeField.WhenEmpty;
import io.mkube.apiserver.types.ValueType;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads one message and all in it. Not reusable: it counts what it makes. */
final class MessageDecoder {
  /** Deeper than any schema of a published custom resource definition. */
  static final int MAX_DEPTH = 200;

  /** Values that one body may make: a message of no bytes costs two on the wire and much here. */
  private static final int MAX_VALUES = 500_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private int depth;
  private int values;

  /** Reads a message into an object; fields of both stay, those of the message win. */
  void read(WireReader in, ObjectType type, ObjectNode target) throws ProtobufException {
    if (++depth > MAX_DEPTH) {
      throw new ProtobufException(in.offset(), "messages are nested too deeply");
    }
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      TypeField field = type.field(tag.number());
      if (field == null) {
        in.skip(tag);
      } else {
        count(in);
        readField(in, tag, field, target);
      }
    }
    depth--;
  }

  private void readField(WireReader in, WireReader.Tag tag, TypeField field, ObjectNode target)
      throws ProtobufException {
    switch (field.type()) {
      case ValueType.ListOf list -> {
        ArrayNode array =
            target.get(field.name()) instanceof ArrayNode old ? old : target.putArray(field.name());
        readElement(in, tag, list.element(), array);
      }
      case ValueType.MapOf map -> {
        ObjectNode entries = child(target, field.name());
        readEntry(in.message(tag), map.value(), entries);
      }
      case ValueType.Fields fields -> {
        ObjectNode child = field.inline() ? target : child(target, field.name());
        read(in.message(tag), fields.type(), child);
      }
      case Scalar scalar -> {
        JsonNode value = scalar(in, tag, scalar);
        if (value == null || omits(field, value)) {
          target.remove(field.name());
        } else {
          target.set(field.name(), value);
        }
      }
    }
  }

  private void readElement(WireReader in, WireReader.Tag tag, ValueType element, ArrayNode array)
      throws ProtobufException {
    boolean packed =
        tag.wireType() == WireReader.DELIMITED
            && (element == Scalar.INT32 || element == Scalar.INT64 || element == Scalar.BOOL);
    if (!packed) {
      array.add(value(in, tag, element));
      return;
    }
    WireReader numbers = in.message(tag);
    WireReader.Tag plain = new WireReader.Tag(tag.number(), WireReader.VARINT);
    while (numbers.hasMore()) {
      count(numbers);
      array.add(value(numbers, plain, element));
    }
  }

  private void readEntry(WireReader in, ValueType type, ObjectNode entries)
      throws ProtobufException {
    String key = "";
    JsonNode value = null;
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      switch (tag.number()) {
        case 1 -> key = in.string(tag);
        case 2 -> value = value(in, tag, type);
        default -> in.skip(tag);
      }
    }
    entries.set(key, value == null ? emptyValue(type) : value);
  }

  /** A value that is there even if it is empty: an element of a list or a map. */
  private JsonNode value(WireReader in, WireReader.Tag tag, ValueType type)
      throws ProtobufException {
    return switch (type) {
      case ValueType.Fields fields -> {
        ObjectNode object = JSON.objectNode();
        read(in.message(tag), fields.type(), object);
        yield object;
      }
      case Scalar scalar -> {
        JsonNode value = scalar(in, tag, scalar);
        yield value == null ? JSON.nullNode() : value;
      }
      case ValueType.ListOf list -> throw new IllegalStateException("nested " + list);
      case ValueType.MapOf map -> throw new IllegalStateException("nested " + map);
    };
  }

  private @Nullable JsonNode scalar(WireReader in, WireReader.Tag tag, Scalar type)
      throws ProtobufException {
    return switch (type) {
      case STRING -> JSON.textNode(in.string(tag));
      case BOOL -> JSON.booleanNode(in.varint(tag) != 0);
      case INT32 -> JSON.numberNode((int) in.varint(tag));
      case INT64 -> WrappedValues.integer(in.varint(tag));
      case DOUBLE -> WrappedValues.number(in.offset(), in.float64(tag));
      case BYTES -> JSON.textNode(Base64.getEncoder().encodeToString(in.bytes(tag)));
      case QUANTITY -> WrappedValues.quantity(in.message(tag));
      case INT_OR_STRING -> WrappedValues.intOrString(in.message(tag));
      case TIME -> WrappedValues.time(in.message(tag));
      case MICRO_TIME -> WrappedValues.microTime(in.message(tag));
      case STRING_ITEMS -> strings(in.message(tag), 1);
      case RAW_JSON -> WrappedValues.rawJson(in.message(tag));
      case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRING_ARRAY ->
          schemaOr(in.message(tag), type);
    };
  }

  private ArrayNode strings(WireReader in, int number) throws ProtobufException {
    ArrayNode items = JSON.arrayNode();
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      if (tag.number() == number) {
        count(in);
        items.add(in.string(tag));
      } else {
        in.skip(tag);
      }
    }
    return items;
  }

  /**
   * The three unions of {@code JSONSchemaProps}: {@code OrArray{1 schema, 2 schemas}}, {@code
   * OrBool{1 allows, 2 schema}}, {@code OrStringArray{1 schema, 2 strings}}.
   */
  private JsonNode schemaOr(WireReader in, Scalar union) throws ProtobufException {
    ObjectType schema = BuiltInTypes.get().named("apiextensions.v1.JSONSchemaProps");
    int schemaNumber = union == Scalar.SCHEMA_OR_BOOL ? 2 : 1;
    ObjectNode single = null;
    boolean allows = false;
    ArrayNode several = JSON.arrayNode();
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      if (tag.number() == schemaNumber) {
        single = single == null ? JSON.objectNode() : single;
        read(in.message(tag), schema, single);
      } else if (tag.number() == 1) {
        allows = in.varint(tag) != 0;
      } else if (tag.number() == 2) {
        count(in);
        several.add(
            union == Scalar.SCHEMA_OR_ARRAY
                ? value(in, tag, new ValueType.Fields(schema))
                : JSON.textNode(in.string(tag)));
      } else {
        in.skip(tag);
      }
    }
    if (single != null) {
      return single;
    }
    return union == Scalar.SCHEMA_OR_BOOL ? JSON.booleanNode(allows) : several;
  }

  /** What Go's JSON encoder leaves out; protobuf has it because Go writes every plain field. */
  private static boolean omits(TypeField field, JsonNode value) {
    if (value.isTextual()) {
      return field.type() != Scalar.INT_OR_STRING
          && value.textValue().isEmpty()
          && field.whenEmpty() != WhenEmpty.KEPT
          && !field.required();
    }
    boolean zero =
        value.isBoolean() ? !value.booleanValue() : value.isNumber() && value.doubleValue() == 0;
    return zero && field.whenEmpty() == WhenEmpty.OMITTED;
  }

  private static JsonNode emptyValue(ValueType type) {
    return switch (type) {
      case ValueType.Fields fields -> JSON.objectNode();
      case ValueType.ListOf list -> JSON.arrayNode();
      case ValueType.MapOf map -> JSON.objectNode();
      case Scalar scalar ->
          switch (scalar) {
            case BOOL -> JSON.booleanNode(false);
            case INT32, INT64, DOUBLE -> JSON.numberNode(0);
            case QUANTITY -> JSON.textNode("0");
            case STRING_ITEMS -> JSON.arrayNode();
            default -> JSON.textNode("");
          };
    };
  }

  private static ObjectNode child(ObjectNode target, String name) {
    return target.get(name) instanceof ObjectNode old ? old : target.putObject(name);
  }

  private void count(WireReader in) throws ProtobufException {
    if (++values > MAX_VALUES) {
      throw new ProtobufException(in.offset(), "the body has more than " + MAX_VALUES + " values");
    }
  }
}
