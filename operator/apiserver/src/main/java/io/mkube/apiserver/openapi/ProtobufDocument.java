package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.openapi.MessageShape.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Writes an OpenAPI document as the protobuf message {@code openapi.v2.Document}, the only form in
 * which clients written in Go ask for it, or {@code openapi.v3.Document}.
 */
public final class ProtobufDocument {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ProtobufDocument() {}

  /** Encodes a document as {@link OpenApiV2#document} makes it. */
  public static byte[] encode(ObjectNode document) {
    return message(MessageShapes.DOCUMENT, document);
  }

  /** Encodes a document of version 3. */
  public static byte[] encodeV3(JsonNode document) {
    return message(MessageShapesV3.DOCUMENT, document);
  }

  private static byte[] message(String name, JsonNode source) {
    return message(MessageShapes.named(name), source);
  }

  private static byte[] message(MessageShape shape, JsonNode source) {
    ProtobufDocument writer = new ProtobufDocument();
    for (var member : source.properties()) {
      Field field = shape.fields().get(member.getKey());
      if (shape.entries() > 0) {
        ProtobufDocument entry = new ProtobufDocument();
        entry.text(1, member.getKey());
        entry.value(shape.entry(), member.getValue());
        writer.bytes(shape.entries(), entry.out.toByteArray());
      } else if (field != null) {
        writer.field(field, member.getValue());
      } else if (member.getKey().startsWith("x-")) {
        ProtobufDocument extension = new ProtobufDocument();
        extension.text(1, member.getKey());
        extension.bytes(2, any(member.getValue()));
        writer.bytes(shape.extensions(), extension.out.toByteArray());
      }
    }
    return writer.out.toByteArray();
  }

  private void field(Field field, JsonNode value) {
    boolean whole = field.kind() == MessageShape.Kind.TYPE_NAMES;
    if (value instanceof ArrayNode array && !whole) {
      array.forEach(element -> value(field, element));
    } else {
      value(field, value);
    }
  }

  private void value(Field field, JsonNode value) {
    int number = field.number();
    switch (field.kind()) {
      case TEXT -> text(number, value.asText());
      case BOOL -> {
        tag(number, VARINT);
        out.write(value.asBoolean() ? 1 : 0);
      }
      case INT -> {
        tag(number, VARINT);
        varint(value.asLong());
      }
      case DOUBLE -> fixed(number, value.asDouble());
      case ANY -> bytes(number, any(value));
      case MESSAGE -> bytes(number, message(Objects.requireNonNull(field.message()), value));
      case TYPE_NAMES -> {
        ProtobufDocument names = new ProtobufDocument();
        if (value.isArray()) {
          value.forEach(name -> names.text(1, name.asText()));
        } else {
          names.text(1, value.asText());
        }
        bytes(number, names.out.toByteArray());
      }
      case SCHEMA_OR_BOOL -> bytes(number, schemaOrBool(value));
      case WRAPPED_SCHEMA -> bytes(number, wrapped(1, MessageShapes.SCHEMA, value));
      case PARAMETER -> bytes(number, parameter(value));
      case RESPONSE -> bytes(number, wrapped(1, MessageShapes.RESPONSE, value));
      // SecurityDefinitionsItem.api_key_security
      case SECURITY -> bytes(number, wrapped(2, MessageShapes.API_KEY, value));
      case REFERABLE -> bytes(number, referable(Objects.requireNonNull(field.message()), value));
      case WRAPPED_REFERABLE_SCHEMA ->
          bytes(number, wrapped(1, referable(MessageShapesV3.SCHEMA, value)));
      case REFERABLE_SCHEMA_OR_BOOL ->
          bytes(
              number,
              value.isBoolean()
                  ? truth(value)
                  : wrapped(1, referable(MessageShapesV3.SCHEMA, value)));
      case SIMPLE_VALUE -> bytes(number, simpleValue(value));
    }
  }

  /** The thing itself or a reference to it: two fields of a message around them. */
  private static byte[] referable(String shape, JsonNode value) {
    return value.has("$ref")
        ? wrapped(2, MessageShapesV3.REFERENCE, value)
        : wrapped(1, shape, value);
  }

  /** DefaultType. */
  private static byte[] simpleValue(JsonNode value) {
    ProtobufDocument simple = new ProtobufDocument();
    if (value.isNumber()) {
      simple.fixed(1, value.asDouble());
    } else if (value.isBoolean()) {
      return truth(value);
    } else if (value.isTextual()) {
      simple.text(3, value.textValue());
    }
    return simple.out.toByteArray();
  }

  private static byte[] schemaOrBool(JsonNode value) {
    return value.isBoolean() ? truth(value) : wrapped(1, MessageShapes.SCHEMA, value);
  }

  private static byte[] truth(JsonNode value) {
    ProtobufDocument item = new ProtobufDocument();
    item.tag(2, VARINT);
    item.out.write(value.booleanValue() ? 1 : 0);
    return item.out.toByteArray();
  }

  /** ParametersItem { Parameter { BodyParameter or NonBodyParameter { query or path } } }. */
  private static byte[] parameter(JsonNode value) {
    String place = value.path("in").asText();
    byte[] parameter =
        switch (place) {
          case "body" -> wrapped(1, MessageShapes.BODY, value);
          case "path" -> wrapped(2, wrapped(4, MessageShapes.PATH, value));
          default -> wrapped(2, wrapped(3, MessageShapes.QUERY, value));
        };
    return wrapped(1, parameter);
  }

  private static byte[] wrapped(int number, String shape, JsonNode value) {
    return wrapped(number, message(shape, value));
  }

  private static byte[] wrapped(int number, byte[] content) {
    ProtobufDocument wrapper = new ProtobufDocument();
    wrapper.bytes(number, content);
    return wrapper.out.toByteArray();
  }

  /** Readers take the YAML text; the other form of the message needs their classes. */
  private static byte[] any(JsonNode value) {
    ProtobufDocument any = new ProtobufDocument();
    try {
      any.text(2, YAML.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always YAML", e);
    }
    return any.out.toByteArray();
  }

  private void text(int number, String text) {
    bytes(number, text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(int number, byte[] content) {
    tag(number, DELIMITED);
    varint(content.length);
    out.writeBytes(content);
  }

  private void fixed(int number, double value) {
    tag(number, FIXED64);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      out.write((int) (bits >>> shift) & 0xff);
    }
  }

  private void tag(int number, int wireType) {
    varint(((long) number << 3) | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Media types under which clients ask for the message. */
  public static final List<String> MEDIA_TYPES =
      List.of(
          "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
          "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");

  /** The same for version 3. */
  public static final List<String> MEDIA_TYPES_V3 =
      List.of(
          "application/com.github.proto-openapi.spec.v3@v1.0+protobuf",
          "application/com.github.proto-openapi.spec.v3.v1.0+protobuf");
}
