package io.mkube.apiserver.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.FieldPlace;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.JsonBody;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML document as JSON. Aliases are expanded, up to a number of values that no honest document
 * reaches; times stay text.
 */
final class YamlBody {
  private static final int MAX_VALUES = 1_000_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<FieldPlace> fields = new ArrayList<>();
  private int values;

  private YamlBody() {}

  static JsonBody parse(byte[] bytes) throws IOException {
    YamlBody body = new YamlBody();
    JsonNode value = body.read(bytes);
    boolean repeated = body.fields.stream().anyMatch(FieldPlace::again);
    return new JsonBody(value, repeated ? body.fields : List.of(), true);
  }

  private JsonNode read(byte[] bytes) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setNestingDepthLimit(Json.MAX_DEPTH);
    try {
      Node root =
          new Yaml(new SafeConstructor(options))
              .compose(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
      if (root == null) {
        return NODES.nullNode();
      }
      return convert(root, "", 0);
    } catch (YAMLException e) {
      throw new IOException(YamlFaults.text(e), e);
    }
  }

  private JsonNode convert(Node node, String path, int depth) throws IOException {
    if (++values > MAX_VALUES || depth > Json.MAX_DEPTH) {
      throw new IOException("the document has too many values or is nested too deeply");
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, path, depth);
      case SequenceNode sequence -> {
        ArrayNode array = NODES.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(convert(item, path + "[" + array.size() + "]", depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new IOException("unsupported YAML at " + path);
    };
  }

  private ObjectNode mapping(MappingNode mapping, String path, int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple field : mapping.getValue()) {
      if (!(field.getKeyNode() instanceof ScalarNode key)) {
        throw new IOException("a YAML key must be a plain value at " + path);
      }
      String name = key.getValue();
      String child = path.isEmpty() ? name : path + "." + name;
      int line = key.getStartMark().getLine() + 1;
      fields.add(new FieldPlace(child, name, line, object.has(name)));
      object.set(name, convert(field.getValueNode(), child, depth + 1));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) throws IOException {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            default -> false;
          });
    }
    try {
      if (tag.equals(Tag.INT)) {
        return integer(text.replace("_", ""));
      }
      if (tag.equals(Tag.FLOAT)) {
        return NODES.numberNode(new BigDecimal(text.replace("_", "")).doubleValue());
      }
    } catch (NumberFormatException e) {
      throw new IOException("not a number that JSON knows: " + text, e);
    }
    return NODES.textNode(text);
  }

  private static JsonNode integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger value;
    if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0o")) {
      value = new BigInteger(digits.substring(2), 8);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      value = new BigInteger(digits, 8);
    } else {
      value = new BigInteger(digits);
    }
    BigInteger signed = negative ? value.negate() : value;
    if (signed.bitLength() < Integer.SIZE) {
      return NODES.numberNode(signed.intValue());
    }
    return signed.bitLength() < Long.SIZE
        ? NODES.numberNode(signed.longValue())
        : NODES.numberNode(signed);
  }
}
