package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reading and filling object trees whose types were checked before. */
public final class Trees {
  private Trees() {}

  /** The object under {@code name}; made when it is missing. */
  public static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
  }

  /** The objects of the list under {@code name}. */
  public static List<ObjectNode> objects(JsonNode parent, String name) {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode element : parent.path(name)) {
      if (element instanceof ObjectNode object) {
        objects.add(object);
      }
    }
    return objects;
  }

  /** The list under {@code name}; made when it is missing. */
  public static ArrayNode list(ObjectNode parent, String name) {
    return parent.get(name) instanceof ArrayNode list ? list : parent.putArray(name);
  }

  /** Sets a string that is missing or empty. */
  public static void defaultText(ObjectNode object, String name, String value) {
    if (object.path(name).asText().isEmpty()) {
      object.put(name, value);
    }
  }

  /** Sets a number that is missing. */
  public static void defaultNumber(ObjectNode object, String name, long value) {
    if (!object.has(name)) {
      object.set(name, number(value));
    }
  }

  /** Sets a number that is missing or zero, where zero means that nothing was said. */
  public static void defaultNonZero(ObjectNode object, String name, long value) {
    if (object.path(name).asLong() == 0) {
      object.set(name, number(value));
    }
  }

  /** The node that a parser makes of a number: nodes of other widths are not equal to it. */
  private static JsonNode number(long value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return value == (int) value ? json.numberNode((int) value) : json.numberNode(value);
  }

  /** Sets a truth value that is missing. */
  public static void defaultFlag(ObjectNode object, String name, boolean value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }

  /** The text at a path of field names, {@code ""} when there is none. */
  public static String text(JsonNode object, String... path) {
    JsonNode node = object;
    for (String name : path) {
      node = node.path(name);
    }
    return node.asText();
  }
}
