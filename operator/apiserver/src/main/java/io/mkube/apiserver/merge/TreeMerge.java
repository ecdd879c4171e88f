package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.PathElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merges an applied configuration into an object. */
public final class TreeMerge {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TreeMerge() {}

  /**
   * The object with everything that the configuration says; parts of both are taken over into the
   * result, not copied.
   *
   * @param config a configuration that has passed {@link TypeCheck}
   */
  public static ObjectNode merge(MergeType type, ObjectNode live, ObjectNode config) {
    return (ObjectNode) value(type, live, config);
  }

  private static JsonNode value(MergeType type, JsonNode live, JsonNode config) {
    if (type.atomic() || (live.isEmpty() && config.isEmpty())) {
      return config;
    }
    return switch (type) {
      case MergeType.Fields fields when live.isObject() || live.isNull() ->
          config instanceof ObjectNode object ? fields(fields, live, object) : kept(live, config);
      case MergeType.Items items when live.isArray() || live.isNull() ->
          config.isArray() ? items(items, live, config) : kept(live, config);
      case MergeType.Unknown unknown when live.isObject() && config instanceof ObjectNode object ->
          deduced(live, object);
      default -> config;
    };
  }

  /** Nothing that is said does not take anything away. */
  private static JsonNode kept(JsonNode live, JsonNode config) {
    return config.isNull() ? live : config;
  }

  private static ObjectNode fields(MergeType.Fields type, JsonNode live, ObjectNode config) {
    ObjectNode merged = JSON.objectNode();
    live.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
    for (var entry : config.properties()) {
      JsonNode before = live.get(entry.getKey());
      MergeType.Field field = MergeType.fieldOf(type, entry.getKey());
      merged.set(
          entry.getKey(),
          before == null || field == null
              ? entry.getValue()
              : value(field.type(), before, entry.getValue()));
    }
    return merged;
  }

  private static ObjectNode deduced(JsonNode live, ObjectNode config) {
    ObjectNode merged = JSON.objectNode();
    live.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
    for (var entry : config.properties()) {
      JsonNode before = live.get(entry.getKey());
      merged.set(
          entry.getKey(),
          before == null
              ? entry.getValue()
              : value(MergeType.Unknown.DEDUCED, before, entry.getValue()));
    }
    return merged;
  }

  private static ArrayNode items(MergeType.Items type, JsonNode live, JsonNode config) {
    return new ListMerge(type, live, config).run();
  }

  /**
   * Merges two lists of identified elements: elements of the configuration come in its order, the
   * others stay behind the element that they follow now.
   */
  private static final class ListMerge {
    private final MergeType.Items type;
    private final List<JsonNode> left = new ArrayList<>();
    private final List<PathElement> leftElements = new ArrayList<>();
    private final List<PathElement> rightElements = new ArrayList<>();

    /** Null for elements that occur several times, which are not merged. */
    private final Map<PathElement, @Nullable JsonNode> leftByElement = new HashMap<>();

    private final Map<PathElement, JsonNode> rightByElement = new HashMap<>();
    private final Set<PathElement> taken = new HashSet<>();
    private final Deque<PathElement> shared = new ArrayDeque<>();
    private final ArrayNode merged = JSON.arrayNode();

    ListMerge(MergeType.Items type, JsonNode live, JsonNode config) {
      this.type = type;
      for (JsonNode item : live) {
        PathElement element = Elements.identifyOrNull(type, item);
        if (element != null) {
          left.add(item);
          leftElements.add(element);
          leftByElement.put(element, leftByElement.containsKey(element) ? null : item);
        }
      }
      for (JsonNode item : config) {
        PathElement element = Elements.identifyOrNull(type, item);
        if (element != null) {
          rightElements.add(element);
          rightByElement.put(element, item);
        }
      }
      rightElements.stream().filter(leftByElement::containsKey).forEach(shared::add);
    }

    ArrayNode run() {
      int l = 0;
      int r = 0;
      while (l < left.size() || r < rightElements.size()) {
        boolean both = l < left.size() && r < rightElements.size();
        if (both && leftElements.get(l).equals(rightElements.get(r))) {
          take(rightElements.get(r));
          shared.poll();
          l++;
          r++;
        } else if (both && awaited(leftElements.get(l))) {
          l++;
        } else if (l < left.size() && !rightByElement.containsKey(leftElements.get(l))) {
          merged.add(left.get(l++));
        } else {
          if (l < left.size() && taken.contains(leftElements.get(l))) {
            l++;
          }
          if (r < rightElements.size()) {
            PathElement element = rightElements.get(r++);
            take(element);
            if (element.equals(shared.peek())) {
              shared.poll();
            }
          }
        }
      }
      return merged;
    }

    /** Whether a shared element comes later in the configuration than the next shared one. */
    private boolean awaited(PathElement element) {
      return rightByElement.containsKey(element)
          && !shared.isEmpty()
          && !element.equals(shared.peek());
    }

    private void take(PathElement element) {
      taken.add(element);
      JsonNode before = leftByElement.get(element);
      JsonNode after = rightByElement.get(element);
      if (after != null) {
        merged.add(before == null ? after : value(type.element(), before, after));
      }
    }
  }
}
