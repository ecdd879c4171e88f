package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.PathElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the elements of a list are found again in another list. */
final class Elements {
  private Elements() {}

  /**
   * The path element of a list's element.
   *
   * @throws UnidentifiedException if it has none
   */
  static PathElement identify(MergeType.Items list, JsonNode item) throws UnidentifiedException {
    return list.kind() == MergeType.Items.Kind.SET ? ofSet(item) : ofMap(list, item);
  }

  /** As {@link #identify}, but {@code null} for elements that have none. */
  static @Nullable PathElement identifyOrNull(MergeType.Items list, JsonNode item) {
    try {
      return identify(list, item);
    } catch (UnidentifiedException e) {
      return null;
    }
  }

  /** The elements that have an identity, by it, in the order of the list; several per identity. */
  static Map<PathElement, List<JsonNode>> group(MergeType.Items list, JsonNode array) {
    Map<PathElement, List<JsonNode>> groups = new LinkedHashMap<>();
    for (JsonNode item : array) {
      PathElement element = identifyOrNull(list, item);
      if (element != null) {
        groups.computeIfAbsent(element, key -> new ArrayList<>(1)).add(item);
      }
    }
    return groups;
  }

  private static PathElement ofSet(JsonNode item) throws UnidentifiedException {
    if (item.isNull()) {
      throw new UnidentifiedException(
          "associative list without keys has an element that's an explicit null");
    }
    if (item.isContainerNode()) {
      throw new UnidentifiedException(
          "associative list without keys has an element that's a "
              + (item.isArray() ? "list" : "map")
              + " type");
    }
    return PathElement.value(item);
  }

  private static PathElement ofMap(MergeType.Items list, JsonNode item)
      throws UnidentifiedException {
    if (item.isNull()) {
      throw new UnidentifiedException("associative list with keys may not have null elements");
    }
    if (!(item instanceof ObjectNode object)) {
      throw new UnidentifiedException("associative list with keys may not have non-map elements");
    }
    List<String> names = list.keys();
    List<JsonNode> values = new ArrayList<>(names.size());
    for (String name : names) {
      JsonNode value = object.get(name);
      if (value == null) {
        value = list.defaults().get(name);
      }
      if (value == null) {
        throw new UnidentifiedException(
            "associative list with keys has an element that omits key field \""
                + name
                + "\" (and doesn't have default value)");
      }
      values.add(value);
    }
    return PathElement.key(names, values);
  }

  /** An element that cannot be found again. */
  static final class UnidentifiedException extends Exception {
    private static final long serialVersionUID = 1;

    UnidentifiedException(String message) {
      super(message, null, false, false);
    }
  }
}
