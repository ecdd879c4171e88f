package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.types.ValueType;
import io.mkube.apiserver.types.ValueType.Scalar;

/** What Kubernetes' conversion of a map into a Go struct says of a value that does not fit. */
final class ConversionTexts {
  private ConversionTexts() {}

  /** The refusal; the conversion does not tell the place. */
  static String of(ValueType type, JsonNode value, String place) {
    String found = kind(value);
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

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "slice";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
      case OBJECT -> "map";
      default -> "string";
    };
  }
}
