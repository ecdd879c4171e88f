package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.types.ObjectType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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
    checkOrder(patch, name, null);
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
    sort(merged, target.path(name), order(patch, name), JsonNode::toString);
    store(target, name, merged);
  }

  /** A merge of objects that are the same when their {@code key} is the same. */
  static void objects(
      ObjectNode target, ObjectNode patch, String name, String key, @Nullable ObjectType type)
      throws PatchException {
    checkOrder(patch, name, key);
    List<ObjectNode> merged = new ArrayList<>();
    for (JsonNode element : target.path(name)) {
      if (element instanceof ObjectNode object) {
        merged.add(object);
      }
    }
    List<ObjectNode> changes = new ArrayList<>();
    boolean replaces = false;
    for (JsonNode element : patch.path(name)) {
      if (!(element instanceof ObjectNode change)) {
        throw StrategicMergePatch.malformed(name + " is a list of objects");
      }
      if (change.has(StrategicMergePatch.PATCH)) {
        replaces |= obey(merged, change, key);
      } else {
        changes.add(change);
      }
    }
    if (replaces) {
      store(target, name, changes.stream().map(StrategicMergePatch::withoutDirectives).toList());
      return;
    }
    for (ObjectNode change : changes) {
      mergeElement(merged, change, key, type);
    }
    List<JsonNode> elements = new ArrayList<>(merged);
    sort(elements, target.path(name), order(patch, name), element -> element.path(key).toString());
    store(target, name, elements);
  }

  /**
   * Checks that the changes are among what the patch puts in order, and in that order.
   *
   * @param key the key of objects, {@code null} for scalars
   */
  private static void checkOrder(ObjectNode patch, String name, @Nullable String key)
      throws PatchException {
    JsonNode order = patch.path(StrategicMergePatch.ORDER + name);
    if (order.isEmpty() || patch.path(name).isEmpty()) {
      return;
    }
    int next = 0;
    for (JsonNode element : patch.path(name)) {
      if (element.has(StrategicMergePatch.PATCH)) {
        continue;
      }
      boolean found = false;
      while (!found && next < order.size()) {
        found = same(element, order.get(next), key);
        next++;
      }
      if (!found) {
        throw StrategicMergePatch.notStrategic(
            "The order in patch list:\n"
                + GoValues.text(patch.path(name))
                + "\n doesn't match $setElementOrder list:\n"
                + GoValues.text(order)
                + "\n");
      }
    }
  }

  private static boolean same(JsonNode element, JsonNode ordered, @Nullable String key)
      throws PatchException {
    if (key != null && element instanceof ObjectNode left && ordered instanceof ObjectNode right) {
      return identity(left, key).equals(identity(right, key));
    }
    return element.equals(ordered);
  }

  /**
   * Does what an element says that is no change itself, before all changes, wherever it stands.
   *
   * @return whether the changes are to become the list
   */
  private static boolean obey(List<ObjectNode> merged, ObjectNode element, String key)
      throws PatchException {
    JsonNode directive = element.path(StrategicMergePatch.PATCH);
    return switch (directive.asText()) {
      case "delete" -> {
        JsonNode identity = identity(element, key);
        merged.removeIf(present -> identity.equals(present.get(key)));
        yield false;
      }
      case "replace" -> true;
      case "merge" ->
          throw StrategicMergePatch.notStrategic(
              "merging lists cannot yet be specified in the patch");
      default -> throw StrategicMergePatch.unknown(directive, element);
    };
  }

  private static JsonNode identity(ObjectNode element, String key) throws PatchException {
    JsonNode identity = element.get(key);
    if (identity == null) {
      throw StrategicMergePatch.notStrategic(
          "map: " + GoValues.text(element) + " does not contain declared merge key: " + key);
    }
    return identity;
  }

  /** Merges into the first element with the same key; a list may have more of them. */
  private static void mergeElement(
      List<ObjectNode> merged, ObjectNode change, String key, @Nullable ObjectType type)
      throws PatchException {
    JsonNode identity = identity(change, key);
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

  private interface Identity {
    String of(JsonNode element);
  }

  /**
   * Brings the elements that the patch names into its order and the others, which only the server
   * knows, into that of the server. Where nothing tells which of two is first, it is the patch's: a
   * container that a patch adds comes before those that were there.
   */
  private static void sort(
      List<JsonNode> elements, JsonNode server, Iterable<JsonNode> patch, Identity identity) {
    Map<String, Integer> wanted = ranks(patch, identity);
    Map<String, Integer> known = ranks(server, identity);
    Deque<JsonNode> others = new ArrayDeque<>();
    List<JsonNode> named = new ArrayList<>();
    for (JsonNode element : elements) {
      (wanted.containsKey(identity.of(element)) ? named : others).add(element);
    }
    named.sort(Comparator.comparingInt(element -> rank(wanted, identity.of(element))));
    elements.clear();
    for (JsonNode element : named) {
      Integer limit = known.get(identity.of(element));
      while (limit != null
          && !others.isEmpty()
          && rank(known, identity.of(others.element())) < limit) {
        elements.add(others.remove());
      }
      elements.add(element);
    }
    elements.addAll(others);
  }

  private static Map<String, Integer> ranks(Iterable<JsonNode> list, Identity identity) {
    Map<String, Integer> ranks = new HashMap<>();
    for (JsonNode element : list) {
      ranks.putIfAbsent(identity.of(element), ranks.size());
    }
    return ranks;
  }

  private static int rank(Map<String, Integer> ranks, String id) {
    return ranks.getOrDefault(id, Integer.MAX_VALUE);
  }

  /** What the patch says about the order: a list for it, or else the list of changes. */
  private static JsonNode order(ObjectNode patch, String name) {
    JsonNode order = patch.path(StrategicMergePatch.ORDER + name);
    return order.isMissingNode() ? patch.path(name) : order;
  }

  private static void store(ObjectNode target, String name, List<? extends JsonNode> elements) {
    ArrayNode list = target.putArray(name);
    elements.forEach(element -> list.add(element.deepCopy()));
  }
}
