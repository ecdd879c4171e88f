package io.mkube.apiserver.schema.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.Quantity;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.ValueType;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds the first value that Go would refuse to put into its struct, and says so in the words of
 * its JSON decoder or of Kubernetes' conversion of maps, which strategic patches pass through.
 */
public final class GoDecoding {
  private static final String BASE64_AND_LINE_ENDS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n";

  private GoDecoding() {}

  /**
   * Says of the first value of a wrong type what the decoder would say.
   *
   * @param path where {@code object} stands in what is decoded as one, {@code ""} for all of it
   */
  public static Optional<String> firstMismatch(ObjectType type, ObjectNode object, String path) {
    return firstMismatch(type, object, new Place(type, path, false));
  }

  /** As {@link #firstMismatch(ObjectType, ObjectNode, String)}, in the words of the conversion. */
  public static Optional<String> firstUnconvertible(ObjectType type, ObjectNode object) {
    return firstMismatch(type, object, new Place(type, "", true));
  }

  private static Optional<String> firstMismatch(ObjectType type, ObjectNode object, Place place) {
    try {
      object(type, object, place);
      return Optional.empty();
    } catch (Mismatch e) {
      return Optional.of(e.text);
    }
  }

  /** The message of the 400 answer. */
  public static String cannotBeHandled(GroupVersionKind kind, String text) {
    return kind.kind()
        + " in version \""
        + kind.version()
        + "\" cannot be handled as a "
        + kind.kind()
        + ": "
        + text;
  }

  private static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1;
    private final String text;

    Mismatch(String text) {
      super(text, null, false, false);
      this.text = text;
    }
  }

  /**
   * Where a value stands: the struct that has the field, and the fields down to it.
   *
   * @param converted whether maps are converted, else JSON is decoded
   */
  private record Place(ObjectType owner, String path, boolean converted) {
    String text() {
      return path.isEmpty() ? "Go value" : "Go struct field " + owner.simpleName() + "." + path;
    }

    Place below(ObjectType type, String field) {
      return new Place(type, path.isEmpty() ? field : path + "." + field, converted);
    }
  }

  private static void object(ObjectType type, ObjectNode object, Place place) throws Mismatch {
    for (var member : object.properties()) {
      TypeField field = type.field(member.getKey());
      if (field != null) {
        value(field.type(), member.getValue(), place.below(type, field.name()));
      }
    }
  }

  private static void value(ValueType type, JsonNode value, Place place) throws Mismatch {
    if (value.isNull()) {
      return;
    }
    switch (type) {
      case ValueType.ListOf list -> {
        require(value.isArray(), type, value, place);
        for (JsonNode element : value) {
          value(list.element(), element, place);
        }
      }
      case ValueType.MapOf map -> {
        require(value.isObject(), type, value, place);
        for (JsonNode element : value) {
          value(map.value(), element, place);
        }
      }
      case ValueType.Fields fields -> {
        if (!(value instanceof ObjectNode object)) {
          throw mismatch(type, value, place);
        }
        object(fields.type(), object, place);
      }
      case Scalar scalar -> scalar(scalar, value, place);
    }
  }

  private static void scalar(Scalar type, JsonNode value, Place place) throws Mismatch {
    switch (type) {
      case STRING -> require(value.isTextual(), type, value, place);
      case BOOL -> require(value.isBoolean(), type, value, place);
      case INT32 -> requireNumber(value.canConvertToInt(), type, value, place);
      case INT64 -> requireNumber(value.canConvertToLong(), type, value, place);
      case DOUBLE -> require(value.isNumber(), type, value, place);
      case BYTES -> base64(value, place);
      case QUANTITY -> quantity(value);
      case INT_OR_STRING -> intOrString(value, place);
      case TIME -> time(value, "2006-01-02T15:04:05Z07:00");
      case MICRO_TIME -> time(value, "2006-01-02T15:04:05.000000Z07:00");
      case STRING_ITEMS -> value(new ValueType.ListOf(Scalar.STRING), value, place);
      case RAW_JSON -> {}
      case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRING_ARRAY -> schemaOr(type, value, place);
    }
  }

  private static void schemaOr(Scalar type, JsonNode value, Place place) throws Mismatch {
    if (value instanceof ObjectNode schema) {
      object(BuiltInTypes.get().named("apiextensions.v1.JSONSchemaProps"), schema, place);
      return;
    }
    boolean fits = type == Scalar.SCHEMA_OR_BOOL ? value.isBoolean() : value.isArray();
    if (!fits) {
      throw new Mismatch(
          type == Scalar.SCHEMA_OR_BOOL ? "boolean or JSON schema expected" : "unexpected value");
    }
    for (JsonNode element : value) {
      ValueType elementType =
          type == Scalar.SCHEMA_OR_ARRAY
              ? new ValueType.Fields(BuiltInTypes.get().named("apiextensions.v1.JSONSchemaProps"))
              : Scalar.STRING;
      value(elementType, element, place);
    }
  }

  private static void base64(JsonNode value, Place place) throws Mismatch {
    require(value.isTextual() || value.isBinary(), Scalar.BYTES, value, place);
    try {
      Base64.getDecoder().decode(value.asText().replace("\n", "").replace("\r", ""));
    } catch (IllegalArgumentException e) {
      throw new Mismatch("illegal base64 data at input byte " + firstBadByte(value.asText()));
    }
  }

  /** Where Go's decoder stops: at the first foreign character, or at the end of a short group. */
  private static int firstBadByte(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean known = BASE64_AND_LINE_ENDS.indexOf(text.charAt(i)) >= 0;
      if (!known) {
        return i;
      }
    }
    return text.length() / 4 * 4;
  }

  private static void quantity(JsonNode value) throws Mismatch {
    if (!(value.isTextual() || value.isNumber())
        || Quantity.parse(value.asText().strip()).isEmpty()) {
      throw new Mismatch(Quantity.SYNTAX_ERROR);
    }
  }

  /** It reads itself, as JSON, wherever it stands. */
  private static void intOrString(JsonNode value, Place place) throws Mismatch {
    if (!value.isTextual()) {
      Place own = new Place(place.owner(), "", false);
      requireNumber(value.canConvertToInt(), Scalar.INT32, value, own);
    }
  }

  private static void time(JsonNode value, String layout) throws Mismatch {
    if (!value.isTextual()) {
      throw new Mismatch("json: cannot unmarshal " + kind(value) + " into Go value of type string");
    }
    String text = value.textValue();
    if (!text.isEmpty() && Timestamps.parse(text).isEmpty()) {
      throw new Mismatch(
          "parsing time \""
              + text
              + "\" as \""
              + layout
              + "\": cannot parse \""
              + text
              + "\" as \"2006\"");
    }
  }

  /** The conversion takes 30.0 for 30, which the decoder refuses. */
  private static void requireNumber(boolean fits, ValueType type, JsonNode value, Place place)
      throws Mismatch {
    boolean whole =
        value.isIntegralNumber() || (place.converted() && value.canConvertToExactIntegral());
    require(fits && whole, type, value, place);
  }

  private static void require(boolean fits, ValueType type, JsonNode value, Place place)
      throws Mismatch {
    if (!fits) {
      throw mismatch(type, value, place);
    }
  }

  private static Mismatch mismatch(ValueType type, JsonNode value, Place place) {
    return new Mismatch(
        place.converted() ? ofConversion(type, value) : ofDecoder(type, value, place.text()));
  }

  private static String ofDecoder(ValueType type, JsonNode value, String place) {
    boolean whole = type == Scalar.INT32 || type == Scalar.INT64;
    String found = whole && value.isNumber() ? "number " + value.asText() : kind(value);
    return "json: cannot unmarshal " + found + " into " + place + " of type " + type.goName();
  }

  /** What the decoder calls a value. */
  public static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "bool";
      case NUMBER -> "number";
      case OBJECT -> "object";
      default -> "string";
    };
  }

  /** The conversion does not tell the place. */
  private static String ofConversion(ValueType type, JsonNode value) {
    String found = goKind(value);
    return switch (type) {
      case ValueType.Fields fields -> "cannot restore struct from: " + found;
      case ValueType.MapOf map -> "cannot restore map from " + found;
      case ValueType.ListOf list -> "cannot restore slice from " + found;
      case Scalar scalar ->
          switch (scalar) {
            case BYTES, STRING_ITEMS -> "cannot restore slice from " + found;
            case INT32, INT64, DOUBLE, STRING ->
                value.isNumber() && !(scalar == Scalar.STRING && found.equals("float64"))
                    ? "cannot convert " + found + " to " + type.goName()
                    : "unrecognized type: " + type.goName();
            default -> "unrecognized type: " + type.goName();
          };
    };
  }

  private static String goKind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "slice";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
      case OBJECT -> "map";
      default -> "string";
    };
  }
}
