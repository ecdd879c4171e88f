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
 * A JSON document from a client, with the fields that occur twice: of these the last one counts, as
 * in Kubernetes.
 *
 * @param value the document
 * @param duplicates paths of fields that occur twice, such as {@code spec.replicas}
 */
public record JsonBody(JsonNode value, List<String> duplicates) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Jackson skips the mark that some editors write; Go shows its first byte. */
  private static final byte BYTE_ORDER_MARK = (byte) 0xef;

  public JsonBody {
    duplicates = List.copyOf(duplicates);
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
    JsonBody body;
    try {
      body = parseOnce(text);
    } catch (JsonParseException | CharConversionException e) {
      byte[] repaired = repaired(text);
      if (Arrays.equals(repaired, text)) {
        throw e;
      }
      body = parseOnce(repaired);
    }
    return Surrogates.inEscapes(text)
        ? new JsonBody(Surrogates.repair(body.value()), body.duplicates())
        : body;
  }

  private static JsonBody parseOnce(byte[] bytes) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      return parse(parser);
    }
  }

  /** Go reads malformed UTF-8 as replacement characters, and so do those who write it. */
  private static byte[] repaired(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads one document from any Jackson parser, such as one for YAML.
   *
   * @throws IOException as {@link #parse(byte[])}
   */
  public static JsonBody parse(JsonParser parser) throws IOException {
    List<String> duplicates = new ArrayList<>();
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "unexpected end of JSON input");
    }
    JsonNode value = read(parser, Place.TOP, duplicates);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "invalid character after top-level value");
    }
    return new JsonBody(value, duplicates);
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

  private static JsonNode read(JsonParser parser, Place place, List<String> duplicates)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser, place, duplicates);
      case START_ARRAY -> readArray(parser, place, duplicates);
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

  private static ObjectNode readObject(JsonParser parser, Place place, List<String> duplicates)
      throws IOException {
    ObjectNode object = NODES.objectNode();
    Place child = new Place(place);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      child.name = parser.currentName();
      parser.nextToken();
      JsonNode previous = object.replace(child.name, read(parser, child, duplicates));
      if (previous != null) {
        duplicates.add(child.toString());
      }
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser, Place place, List<String> duplicates)
      throws IOException {
    ArrayNode array = NODES.arrayNode();
    Place child = new Place(place);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      child.index = array.size();
      array.add(read(parser, child, duplicates));
    }
    return array;
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
