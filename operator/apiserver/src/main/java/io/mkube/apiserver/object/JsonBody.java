package io.mkube.apiserver.object;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document from a client. Of a field that occurs twice the last one counts, as in
 * Kubernetes.
 *
 * @param value the document
 * @param fields if some field occurs twice: all fields in the order of the text; else none
 * @param yaml whether the text is YAML
 */
public record JsonBody(JsonNode value, List<FieldPlace> fields, boolean yaml) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Jackson skips the mark that some editors write; Go shows its first byte. */
  private static final byte BYTE_ORDER_MARK = (byte) 0xef;

  public JsonBody {
    fields = List.copyOf(fields);
  }

  /** A document in which no field occurs twice. */
  public static JsonBody of(JsonNode value) {
    return new JsonBody(value, List.of(), false);
  }

  /** Paths of fields that occur again, such as {@code spec.replicas}, in the order of the text. */
  public List<String> duplicates() {
    return fields.stream().filter(FieldPlace::again).map(FieldPlace::path).toList();
  }

  /** The same as a YAML decoder tells it: {@code line 3: key "a" already set in map}. */
  public List<String> duplicateLines() {
    return fields.stream()
        .filter(FieldPlace::again)
        .map(
            field -> "line %d: key \"%s\" already set in map".formatted(field.line(), field.name()))
        .toList();
  }

  /**
   * Reads one document.
   *
   * @throws IOException if it is not JSON, is nested too deeply or has text after its end; the
   *     message says where
   */
  public static JsonBody parse(byte[] bytes) throws IOException {
    if (bytes.length > 0 && bytes[0] == BYTE_ORDER_MARK) {
      throw new IOException("invalid character 'ï' looking for beginning of value");
    }
    byte[] text = Surrogates.inRaw(bytes) ? repaired(bytes) : bytes;
    if (Surrogates.inEscapes(text)) {
      text = Surrogates.unescaped(text);
    }
    try {
      return parseOnce(text);
    } catch (JsonParseException | CharConversionException e) {
      byte[] repaired = repaired(text);
      if (Arrays.equals(repaired, text)) {
        throw e;
      }
      return parseOnce(repaired);
    }
  }

  /**
   * Whether a text may name characters by escapes of their surrogates, which JSON allows and YAML
   * does not.
   */
  public static boolean mayEscapeSurrogates(byte[] text) {
    return Surrogates.inEscapes(text);
  }

  private static JsonBody parseOnce(byte[] bytes) throws IOException {
    Found found = new Found(false);
    JsonNode value = parse(bytes, found);
    if (found.repeated) {
      // That is rare, so only then it is looked where everything stands.
      found = new Found(true);
      value = parse(bytes, found);
    }
    return new JsonBody(value, found.fields, false);
  }

  /** Go reads malformed UTF-8 as replacement characters, and so do those who write it. */
  private static byte[] repaired(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode parse(byte[] bytes, Found found) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw new JsonParseException(parser, "unexpected end of JSON input");
      }
      JsonNode value = read(parser, Place.TOP, found);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "invalid character after top-level value");
      }
      return value;
    }
  }

  /** The reason of a parse failure in one line, with line and column. */
  public static String reason(IOException failure) {
    if (failure instanceof JsonProcessingException json) {
      var at = json.getLocation();
      String text = json.getOriginalMessage().lines().findFirst().orElse("malformed");
      int limit = text.indexOf(", from `");
      if (json instanceof StreamConstraintsException && limit >= 0) {
        return text.substring(0, limit) + ")";
      }
      return at == null
          ? text
          : text + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
    return String.valueOf(failure.getMessage());
  }

  private static JsonNode read(JsonParser parser, Place place, Found found) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser, place, found);
      case START_ARRAY -> readArray(parser, place, found);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> fraction(parser);
      default -> throw new IOException("unexpected token " + parser.currentToken());
    };
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private static JsonNode fraction(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new JsonParseException(parser, "a number is too large for float64");
    }
    return NODES.numberNode(value);
  }

  private static ObjectNode readObject(JsonParser parser, Place place, Found found)
      throws IOException {
    ObjectNode object = NODES.objectNode();
    Place child = new Place(place);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      child.name = name;
      if (found.places) {
        int line = parser.currentTokenLocation().getLineNr();
        found.fields.add(new FieldPlace(child.toString(), name, line, object.has(name)));
      }
      parser.nextToken();
      if (object.replace(name, read(parser, child, found)) != null) {
        found.repeated = true;
      }
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser, Place place, Found found)
      throws IOException {
    ArrayNode array = NODES.arrayNode();
    Place child = new Place(place);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      child.index = array.size();
      array.add(read(parser, child, found));
    }
    return array;
  }

  /** What a reader found beside the value. */
  private static final class Found {
    private final boolean places;
    private final List<FieldPlace> fields = new ArrayList<>();
    private boolean repeated;

    Found(boolean places) {
      this.places = places;
    }
  }

  /** Where the reader is; its text is made only for what occurs twice. */
  private static final class Place {
    static final Place TOP = new Place(null);
    private final @Nullable Place parent;
    private String name = "";
    private int index = -1;

    Place(@Nullable Place parent) {
      this.parent = parent;
    }

    @Override
    public String toString() {
      if (parent == null) {
        return "";
      }
      String before = parent.toString();
      if (index >= 0) {
        return before + "[" + index + "]";
      }
      return before.isEmpty() ? name : before + "." + name;
    }
  }
}
