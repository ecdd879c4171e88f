package io.mkube.apiserver.schema.structure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Keywords of JSON schema that no structure can be made of. Where there is one, kube-apiserver says
 * nothing about the structure, and about this only when nothing else is wrong.
 */
public final class UnsupportedKeywords {
  private static final List<String> LOGIC = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> SCHEMAS = List.of("not", "items", "additionalProperties");

  private UnsupportedKeywords() {}

  /** What stands in the way of a structure, empty if nothing does. */
  public static Optional<String> fault(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    Optional<String> own = ofNode(node);
    if (own.isPresent()) {
      return own;
    }
    for (String keyword : LOGIC) {
      for (JsonNode part : node.path(keyword)) {
        Optional<String> below = fault(part);
        if (below.isPresent()) {
          return below;
        }
      }
    }
    for (JsonNode property : node.path("properties")) {
      Optional<String> below = fault(property);
      if (below.isPresent()) {
        return below;
      }
    }
    return SCHEMAS.stream().flatMap(keyword -> fault(node.path(keyword)).stream()).findFirst();
  }

  private static Optional<String> ofNode(JsonNode node) {
    for (String keyword : List.of("id", "$schema", "$ref")) {
      if (!node.path(keyword).asText().isEmpty()) {
        return Optional.of(notSupported(keyword.equals("$schema") ? "schema" : keyword));
      }
    }
    for (String keyword : List.of("patternProperties", "dependencies", "definitions")) {
      if (!node.path(keyword).isEmpty()) {
        return Optional.of(notSupported(keyword));
      }
    }
    if (node.has("additionalItems")) {
      return Optional.of(notSupported("additionalItems"));
    }
    JsonNode preserve = node.path("x-kubernetes-preserve-unknown-fields");
    if (preserve.isBoolean() && !preserve.booleanValue()) {
      return Optional.of(
          "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined");
    }
    return node.path("items").isArray() && !node.path("items").isEmpty()
        ? Optional.of("OpenAPIV3Schema 'items' must be a schema, but is an array")
        : Optional.empty();
  }

  private static String notSupported(String keyword) {
    return "OpenAPIV3Schema '" + keyword + "' is not supported";
  }
}
