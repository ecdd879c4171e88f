package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSONPath dialect of {@code kubectl}: fields, quoted fields, indices, slices, unions,
 * wildcards, recursive descent and filters.
 */
public final class JsonPath {
  /** Values that one step may give: recursive descents in a row multiply. */
  private static final int MAX_RESULTS = 10_000;

  private final List<JsonPathStep> steps;

  private JsonPath(List<JsonPathStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Reads a path with or without braces, beginning with {@code .}; empty when it is none. */
  public static Optional<JsonPath> parse(String text) {
    try {
      String inner =
          text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
      return Optional.of(new JsonPath(new JsonPathParser(inner).parse()));
    } catch (JsonPathParser.SyntaxException e) {
      return Optional.empty();
    }
  }

  /** The values at this path, in document order; missing fields give none. */
  public List<JsonNode> find(JsonNode document) {
    List<JsonNode> current = List.of(document);
    for (JsonPathStep step : steps) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : current) {
        step.addTo(next, node);
        if (next.size() > MAX_RESULTS) {
          return List.of();
        }
      }
      current = next;
    }
    return current;
  }
}
