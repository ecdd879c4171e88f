package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.types.ObjectType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists that a strategic merge patch merges instead of replacing them. */
final class ListMerges {
  private ListMerges() {}

  /** A union of scalars, less those of the delete directive. */
  static void scalars(ObjectNode target, ObjectNode patch, String name) throws PatchException {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    target.path(name).forEach(value -> values.put(value.toString(), value));
    for (JsonNode value : patch.path(name)) {
      if (value.isContainerNode()) {
        throw StrategicMergePatch.malformed(name + " is a list of scalars");
      }
      values.putIfAbsent(value.toString(), value);
    }
    patch
        .path(StrategicMergePatch.DELETE_FROM + name)
        .forEach(value -> values.remove(value.toString()));
    List<JsonNode> merged = new ArrayList<>(values.values());
    sort(merged, patch.get(StrategicMergePatch.ORDER + name), JsonNode::toString);
    store(target, name, merged);
  }

  /** A merge of objects that are the same when their {@code key} is the same. */
  static void objects(
      ObjectNode target, ObjectNode patch, String name, String key, @Nullable ObjectType type)
      throws PatchException {
    List<ObjectNode> merged = new ArrayList<>();
    boolean replaces = false;
    for (JsonNode element : patch.path(name)) {
      replaces |= element.path(StrategicMergePatch.PATCH).asText().equals("replace");
    }
    for (JsonNode element : target.path(name)) {
      if (!replaces && element instanceof ObjectNode object) {
        merged.add(object);
      }
    }
    for (JsonNode element : patch.path(name)) {
      if (!(element instanceof ObjectNode change)) {
        throw StrategicMergePatch.malformed(name + " is a list of objects");
      }
      mergeElement(merged, change, key, type);
    }
    List<JsonNode> elements = new ArrayList<>(merged);
    sort(
        elements,
        patch.get(StrategicMergePatch.ORDER + name),
        element -> element.path(key).toString());
    store(target, name, elements);
  }

  /** Merges into the first element with the same key; a list may have more of them. */
  private static void mergeElement(
      List<ObjectNode> merged, ObjectNode change, String key, @Nullable ObjectType type)
      throws PatchException {
    String directive = change.path(StrategicMergePatch.PATCH).asText();
    if (directive.equals("replace") && !change.has(key)) {
      return;
    }
    JsonNode identity = change.get(key);
    if (identity == null) {
      throw StrategicMergePatch.malformed(
          "map: " + change + " does not contain declared merge key: " + key);
    }
    switch (directive) {
      case "delete" -> merged.removeIf(element -> identity.equals(element.get(key)));
      case "replace" -> {
        merged.removeIf(element -> identity.equals(element.get(key)));
        merged.add(StrategicMergePatch.withoutDirectives(change));
      }
      default -> {
        ObjectNode element = null;
        for (ObjectNode candidate : merged) {
          element = element == null && identity.equals(candidate.get(key)) ? candidate : element;
        }
        if (element == null) {
          element = JsonNodeFactory.instance.objectNode();
          merged.add(element);
        }
        StrategicMergePatch.merge(type, element, change);
      }
    }
  }

  private interface Identity {
    String of(JsonNode element);
  }

  /**
   * Brings the elements that the directive names into its order. The others, which only the server
   * knows, stay after the element that they followed.
   */
  private static void sort(List<JsonNode> elements, @Nullable JsonNode order, Identity identity) {
    if (order == null) {
      return;
    }
    Map<String, Integer> wanted = new HashMap<>();
    for (JsonNode entry : order) {
      wanted.putIfAbsent(identity.of(entry), wanted.size());
    }
    List<JsonNode> named =
        new ArrayList<>(elements.stream().filter(e -> wanted.containsKey(identity.of(e))).toList());
    named.sort((a, b) -> rank(wanted, identity.of(a)) - rank(wanted, identity.of(b)));
    List<JsonNode> result = new ArrayList<>();
    Map<String, List<JsonNode>> followers = followers(elements, wanted, identity);
    result.addAll(followers.getOrDefault("", List.of()));
    for (JsonNode element : named) {
      result.add(element);
      result.addAll(followers.getOrDefault(identity.of(element), List.of()));
    }
    elements.clear();
    elements.addAll(result);
  }

  /** The elements that the directive does not name, by the named element before them. */
  private static Map<String, List<JsonNode>> followers(
      List<JsonNode> elements, Map<String, Integer> wanted, Identity identity) {
    Map<String, List<JsonNode>> followers = new HashMap<>();
    String last = "";
    for (JsonNode element : elements) {
      String id = identity.of(element);
      if (wanted.containsKey(id)) {
        last = id;
      } else {
        followers.computeIfAbsent(last, before -> new ArrayList<>()).add(element);
      }
    }
    return followers;
  }

  private static int rank(Map<String, Integer> wanted, String id) {
    return wanted.getOrDefault(id, Integer.MAX_VALUE);
  }

  private static void store(ObjectNode target, String name, List<JsonNode> elements) {
    ArrayNode list = target.putArray(name);
    elements.forEach(element -> list.add(element.deepCopy()));
  }
}
