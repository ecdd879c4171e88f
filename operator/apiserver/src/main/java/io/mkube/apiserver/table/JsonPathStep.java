package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a path: from a value to those that follow. */
sealed interface JsonPathStep {
  void addTo(List<JsonNode> results, JsonNode node);

  /** {@code .name} and {@code ['name']}. */
  record Field(String name) implements JsonPathStep {
    @Override
    public void addTo(List<JsonNode> results, JsonNode node) {
      JsonNode value = node.isObject() ? node.get(name) : null;
      if (value != null) {
        results.add(value);
      }
    }
  }

  /** {@code .*} and {@code [*]}. */
  record Wildcard() implements JsonPathStep {
    @Override
    public void addTo(List<JsonNode> results, JsonNode node) {
      node.forEach(results::add);
    }
  }

  /** {@code [1]} and {@code [from:to:step]}; negative numbers count from the end. */
  record Slice(@Nullable Integer from, @Nullable Integer to, int step) implements JsonPathStep {
    @Override
    public void addTo(List<JsonNode> results, JsonNode node) {
      if (!(node instanceof ArrayNode array)) {
        return;
      }
      int start = Math.max(0, position(from, 0, array.size()));
      int end = Math.min(array.size(), position(to, array.size(), array.size()));
      for (int i = start; i < end; i += step) {
        results.add(array.get(i));
      }
    }

    private static int position(@Nullable Integer given, int missing, int size) {
      if (given == null) {
        return missing;
      }
      return given < 0 ? size + given : given;
    }
  }

  /** {@code [0,2]} and {@code ['a','b']}. */
  record Union(List<JsonPathStep> parts) implements JsonPathStep {
    @Override
    public void addTo(List<JsonNode> results, JsonNode node) {
      parts.forEach(part -> part.addTo(results, node));
    }
  }

  /** {@code ..}: the value itself and everything in it. */
  record Descent() implements JsonPathStep {
    @Override
    public void addTo(List<JsonNode> results, JsonNode node) {
      if (node.isContainerNode()) {
        results.add(node);
        node.forEach(child -> addTo(results, child));
      }
    }
  }

  /** {@code [?(…)]}: the elements for which the condition holds. */
  record Filter(Operand left, String operator, Operand right) implements JsonPathStep {
    @Override
    public void addTo(List<JsonNode> results, JsonNode node) {
      for (JsonNode element : node) {
        if (holds(element)) {
          results.add(element);
        }
      }
    }

    private boolean holds(JsonNode element) {
      JsonNode value = left.of(element);
      if (operator.isEmpty()) {
        return value != null;
      }
      JsonNode other = right.of(element);
      if (value == null || other == null) {
        return false;
      }
      if (value.getNodeType() != other.getNodeType()) {
        return false;
      }
      int comparison =
          value.isNumber()
              ? Double.compare(value.doubleValue(), other.doubleValue())
              : value.asText().compareTo(other.asText());
      return switch (operator) {
        case "==" -> comparison == 0;
        case "!=" -> comparison != 0;
        case "<" -> comparison < 0;
        case "<=" -> comparison <= 0;
        case ">" -> comparison > 0;
        default -> comparison >= 0;
      };
    }
  }

  /**
   * A side of a condition.
   *
   * @param path a path from the element, empty when this is a literal
   * @param literal the literal, {@code null} when this is a path
   */
  record Operand(List<JsonPathStep> path, @Nullable JsonNode literal) {
    @Nullable JsonNode of(JsonNode element) {
      if (literal != null) {
        return literal;
      }
      List<JsonNode> current = List.of(element);
      for (JsonPathStep step : path) {
        List<JsonNode> next = new ArrayList<>();
        current.forEach(node -> step.addTo(next, node));
        current = next;
      }
      return current.isEmpty() ? null : current.getFirst();
    }
  }
}
