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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
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
import org.yaml.snakeyaml.representer.Representer;

/**
 * A YAML document as JSON. Aliases are expanded, up to a number of values that no honest document
 * reaches.
 */
final class YamlBody {
  private static final String NO_MAP =
      "yaml: map merge requires map or sequence of maps as the value";
  private static final int MAX_VALUES = 1_000_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<FieldPlace> fields = new ArrayList<>();

  /** The text, if escapes in it have to be looked at; else none. */
  private String escaped = "";

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
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      // Go's decoder reads one document and looks no further.
      Iterator<Node> documents = yaml(options).composeAll(new StringReader(text)).iterator();
      if (!documents.hasNext()) {
        return NODES.nullNode();
      }
      escaped = JsonBody.mayEscapeSurrogates(bytes) ? text : "";
      return convert(documents.next(), "", 0);
    } catch (YAMLException e) {
      throw new IOException(YamlFaults.text(e, text), e);
    }
  }

  private static Yaml yaml(LoaderOptions options) {
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options),
        new Representer(unused),
        unused,
        options,
        new YamlScalars.PlainWords());
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
      case ScalarNode scalar -> {
        checkEscapes(scalar);
        yield YamlScalars.value(scalar);
      }
      default -> throw new IOException("unsupported YAML at " + path);
    };
  }

  private ObjectNode mapping(MappingNode mapping, String path, int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple field : mapping.getValue()) {
      if (!(field.getKeyNode() instanceof ScalarNode key)) {
        throw new IOException("yaml: invalid map key: a key must be a plain value at " + path);
      }
      checkEscapes(key);
      if (key.getValue().equals("<<") && isPlain(key)) {
        merge(field.getValueNode(), object, path, depth);
        continue;
      }
      String name = name(key, field.getValueNode());
      String child = path.isEmpty() ? name : path + "." + name;
      int line = key.getStartMark().getLine() + 1;
      fields.add(new FieldPlace(child, name, line, object.has(name)));
      object.set(name, convert(field.getValueNode(), child, depth + 1));
    }
    return object;
  }

  private static boolean isPlain(ScalarNode key) {
    return key.getTag().equals(YamlScalars.PLAIN) || key.getTag().equals(Tag.MERGE);
  }

  private static String name(ScalarNode key, Node value) throws IOException {
    return YamlScalars.key(key)
        .orElseThrow(
            () ->
                new IOException(
                    "unsupported map key of type: %!s(<nil>), key: <nil>, value: "
                        + (value instanceof ScalarNode text
                            ? '"' + text.getValue() + '"'
                            : value.getNodeId())));
  }

  /** Fields of other objects come in where {@code <<} stands; of several the first counts. */
  private void merge(Node from, ObjectNode into, String path, int depth) throws IOException {
    if (from instanceof MappingNode one) {
      into.setAll((ObjectNode) convert(one, path, depth + 1));
      return;
    }
    if (!(from instanceof SequenceNode several)) {
      throw new IOException(NO_MAP);
    }
    for (Node one : several.getValue().reversed()) {
      if (!(one instanceof MappingNode)) {
        throw new IOException(NO_MAP);
      }
      merge(one, into, path, depth);
    }
  }

  private void checkEscapes(ScalarNode scalar) throws IOException {
    if (!escaped.isEmpty() && scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED) {
      YamlFaults.checkEscapes(
          escaped, scalar.getStartMark().getIndex(), scalar.getEndMark().getIndex());
    }
  }
}
