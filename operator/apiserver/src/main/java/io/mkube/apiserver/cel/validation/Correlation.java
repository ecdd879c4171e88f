package io.mkube.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value and what it was before.
 *
 * @param old the value before, null if there was none
 * @param parent the value around it, null for the object itself
 */
record Correlation(
    ValueType type, JsonNode value, @Nullable JsonNode old, @Nullable Correlation parent) {

  /** Whether it is as before. Elements that are told apart by fields may stand elsewhere. */
  boolean unchanged() {
    return same(type, value, old);
  }

  /** The elements of a list by what tells them apart. */
  static Map<Object, JsonNode> index(ValueType.ListOf list, @Nullable JsonNode elements) {
    Map<Object, JsonNode> index = new HashMap<>();
    if (elements != null) {
      elements.forEach(element -> index.put(key(list, element), element));
    }
    return index;
  }

  /** What tells an element of a list apart. */
  static Object key(ValueType.ListOf list, JsonNode element) {
    List<@Nullable JsonNode> key = new ArrayList<>();
    list.keys().forEach(name -> key.add(element.get(name)));
    return key;
  }

  private static boolean same(@Nullable ValueType type, JsonNode value, @Nullable JsonNode before) {
    if (before == null || type == null || value.equals(before)) {
      return value.equals(before);
    }
    if (value.size() != before.size()) {
      return false;
    }
    return switch (type) {
      case ValueType.ListOf list ->
          list.kind() == ValueType.ListKind.MAP
              && value.isArray()
              && reordered(list, value, before);
      case ValueType.MapOf map ->
          value instanceof ObjectNode object
              && object.properties().stream()
                  .allMatch(at -> same(map.value(), at.getValue(), before.get(at.getKey())));
      case ValueType.Fields fields ->
          value instanceof ObjectNode object
              && object.properties().stream()
                  .allMatch(
                      at ->
                          same(field(fields, at.getKey()), at.getValue(), before.get(at.getKey())));
      case ValueType.Simple simple -> false;
    };
  }

  private static @Nullable ValueType field(ValueType.Fields fields, String name) {
    ValueType.Field field = fields.fields().get(name);
    return field == null ? null : field.type();
  }

  private static boolean reordered(ValueType.ListOf list, JsonNode value, JsonNode before) {
    Map<Object, JsonNode> index = index(list, before);
    for (JsonNode element : value) {
      if (!same(list.element(), element, index.get(key(list, element)))) {
        return false;
      }
    }
    return true;
  }
}
