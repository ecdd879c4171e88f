package io.mkube.apiserver.schema.structure;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the keywords of every schema may say, wherever it stands: in the structure, in logic, or
 * below keywords that are not supported themselves.
 */
public final class KeywordRules {
  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final List<String> LOGIC = List.of("allOf", "oneOf", "anyOf");
  private static final Set<String> IDENTITY = Set.of("metadata", "kind", "apiVersion");

  private final List<FieldError> errors = new ArrayList<>();

  private KeywordRules() {}

  /** Checks a schema and what is below; paths are relative to it. */
  public static List<FieldError> check(JsonNode root) {
    KeywordRules rules = new KeywordRules();
    rules.node(root, "", new Place("", false));
    return List.copyOf(rules.errors);
  }

  private void node(JsonNode node, String path, Place place) {
    if (!node.isObject()) {
      return;
    }
    type(node, path);
    unsupported(node, path, place);
    additional(node, path, place);
    properties(node, path, place);
    node(node.path("not"), child(path, "not"), place);
    for (String keyword : LOGIC) {
      elements(node.path(keyword), child(path, keyword), place);
    }
    named(node, "definitions", path, place);
    if (node.path("items").isArray()) {
      elements(node.path("items"), child(path, "items"), place);
    } else {
      node(node.path("items"), child(path, "items"), place);
    }
    named(node, "dependencies", path, place);
    JsonNode preserve = node.path("x-kubernetes-preserve-unknown-fields");
    if (preserve.isBoolean() && !preserve.booleanValue()) {
      String at = child(path, "x-kubernetes-preserve-unknown-fields");
      errors.add(FieldError.invalid(at, "false", "must be true or undefined"));
    }
    ListTypeRules.check(node, path, errors);
  }

  private void type(JsonNode node, String path) {
    String type = node.path("type").asText();
    String at = child(path, "type");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      String supported =
          TYPES.stream().map(StructuralRules::quoted).collect(Collectors.joining(", "));
      errors.add(FieldError.notSupported(at, StructuralRules.quoted(type), supported));
    }
    if (type.equals("null")) {
      forbidden(at, "type cannot be set to null, use nullable as an alternative");
    }
  }

  private void unsupported(JsonNode node, String path, Place place) {
    if (node.has("default") && !place.noDefaults().isEmpty()) {
      forbidden(child(path, "default"), "must not be set " + place.noDefaults());
    }
    for (String keyword : List.of("$ref", "dependencies", "additionalItems")) {
      notSupported(keyword, node.has(keyword), path);
    }
    notSupported("id", !node.path("id").asText().isEmpty(), path);
    for (String keyword : List.of("definitions", "patternProperties")) {
      notSupported(keyword, !node.path(keyword).isEmpty(), path);
    }
    if (node.path("items").isArray() && !node.path("items").isEmpty()) {
      forbidden(child(path, "items"), "items must be a schema object and not an array");
    }
    String embedded = "x-kubernetes-embedded-resource";
    if (place.inMetadata() && node.path(embedded).asBoolean()) {
      forbidden(child(path, embedded), "must not be used inside of resource meta");
    }
    if (node.path("uniqueItems").asBoolean()) {
      forbidden(
          child(path, "uniqueItems"),
          "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    }
  }

  private void notSupported(String keyword, boolean given, String path) {
    if (given) {
      forbidden(child(path, keyword), keyword + " is not supported");
    }
  }

  private void additional(JsonNode node, String path, Place place) {
    JsonNode additional = node.path("additionalProperties");
    String at = child(path, "additionalProperties");
    boolean takesAnything = additional.isBoolean() && additional.booleanValue();
    if (!additional.isMissingNode() && !takesAnything && !node.path("properties").isEmpty()) {
      forbidden(at, "additionalProperties and properties are mutual exclusive");
    }
    // Pruning could not tell what belongs to the metadata.
    String reason = "inside additionalProperties applying to object metadata";
    node(additional, at, place.inMetadata() ? place.withoutDefaults(reason) : place);
  }

  private void properties(JsonNode node, String path, Place place) {
    boolean isRoot = path.isEmpty();
    boolean isObject = isRoot || node.path("x-kubernetes-embedded-resource").asBoolean();
    for (var property : node.path("properties").properties()) {
      String name = property.getKey();
      Place inside = place;
      if (isObject && IDENTITY.contains(name)) {
        Place metadata = new Place(place.noDefaults(), true);
        inside = isRoot ? metadata.withoutDefaults("in top-level " + name) : metadata;
      }
      node(property.getValue(), child(path, "properties[" + name + "]"), inside);
    }
  }

  private void elements(JsonNode parts, String path, Place place) {
    for (int i = 0; i < parts.size(); i++) {
      node(parts.get(i), path + "[" + i + "]", place);
    }
  }

  private void named(JsonNode node, String keyword, String path, Place place) {
    for (var entry : node.path(keyword).properties()) {
      node(entry.getValue(), child(path, keyword + "[" + entry.getKey() + "]"), place);
    }
  }

  private void forbidden(String path, String detail) {
    errors.add(FieldError.forbidden(path, detail));
  }

  private static String child(String path, String name) {
    return StructuralRules.child(path, name);
  }

  /**
   * Where a schema stands.
   *
   * @param noDefaults why there may be no defaults, {@code ""} if there may
   * @param inMetadata whether in the identity or metadata of an object
   */
  private record Place(String noDefaults, boolean inMetadata) {
    Place withoutDefaults(String reason) {
      return new Place(reason, inMetadata);
    }
  }
}
