package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists that are sets or maps. */
final class ListChecks {
  private ListChecks() {}

  /** Whether a schema has such lists anywhere. */
  static boolean isNeeded(SchemaNode node) {
    return node.list().isSet()
        || node.list().isMap()
        || node.properties().values().stream().anyMatch(ListChecks::isNeeded)
        || (node.additional() != null && isNeeded(node.additional()))
        || (node.items() != null && isNeeded(node.items()));
  }

  /** Reports every element of an object's lists that stands in its list before. */
  static List<FieldError> duplicates(SchemaNode root, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    duplicates(root, object, "", errors);
    return errors;
  }

  private static void duplicates(
      SchemaNode schema, JsonNode value, String path, List<FieldError> errors) {
    switch (value) {
      case ObjectNode object -> {
        for (var member : object.properties()) {
          SchemaNode field = schema.field(member.getKey());
          if (field != null) {
            duplicates(field, member.getValue(), schema.pathTo(path, member.getKey()), errors);
          }
        }
      }
      case ArrayNode array -> {
        SchemaNode items = schema.items();
        if (schema.list().isSet() || schema.list().isMap()) {
          duplicatesOf(schema.list(), items, array, path, errors);
        }
        for (int i = 0; items != null && i < array.size(); i++) {
          duplicates(items, array.get(i), path + "[" + i + "]", errors);
        }
      }
      default -> {}
    }
  }

  private static void duplicatesOf(
      SchemaNode.ListType type,
      @Nullable SchemaNode items,
      ArrayNode array,
      String path,
      List<FieldError> errors) {
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode identity = type.isMap() ? key(type, items, array.get(i)) : array.get(i);
      if (!seen.add(identity)) {
        errors.add(FieldError.duplicate(path + "[" + i + "]", goValue(identity)));
      }
    }
  }

  /** The elements of a stored list by their identity; empty when elements have none. */
  static Map<JsonNode, JsonNode> index(SchemaNode.ListType type, @Nullable JsonNode old) {
    Map<JsonNode, JsonNode> elements = new HashMap<>();
    if (type.isMap() && old != null) {
      old.forEach(element -> elements.putIfAbsent(key(type, null, element), element));
    }
    return elements;
  }

  /** What tells an element of a map from the others. */
  static ObjectNode key(SchemaNode.ListType type, @Nullable SchemaNode items, JsonNode element) {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    for (String name : type.keys()) {
      JsonNode value = element.get(name);
      if (value == null && items != null && items.properties().containsKey(name)) {
        SchemaNode property = items.properties().get(name);
        value = property == null ? null : property.defaultValue();
      }
      if (value != null) {
        key.set(name, value);
      }
    }
    return key;
  }

  /** A value as Go prints it, which is how kube-apiserver shows it. */
  static String goValue(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        Map<String, String> members = new TreeMap<>();
        object
            .properties()
            .forEach(member -> members.put(member.getKey(), goValue(member.getValue())));
        StringJoiner text = new StringJoiner(", ", "map[string]interface {}{", "}");
        members.forEach((name, shown) -> text.add("\"" + name + "\":" + shown));
        yield text.toString();
      }
      case ArrayNode array -> {
        StringJoiner text = new StringJoiner(", ", "[]interface {}{", "}");
        array.forEach(element -> text.add(goValue(element)));
        yield text.toString();
      }
      default -> value.isNull() ? "interface {}(nil)" : value.toString();
    };
  }
}
