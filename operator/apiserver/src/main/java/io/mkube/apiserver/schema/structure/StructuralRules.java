package io.mkube.apiserver.schema.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.validation.RuleChecks;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.pattern.TextPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of structural schemas, which make it possible to prune and default without solving
 * logic: types are outside of {@code allOf}, {@code anyOf}, {@code oneOf} and {@code not}.
 */
public final class StructuralRules {
  /** What only the structure may say, with what a condition has to be instead. */
  private static final Map<String, String> NOT_IN_LOGIC =
      Map.ofEntries(
          Map.entry("type", "empty"),
          Map.entry("title", "empty"),
          Map.entry("description", "empty"),
          Map.entry("x-kubernetes-list-map-keys", "empty"),
          Map.entry("x-kubernetes-validations", "empty"),
          Map.entry("default", "undefined"),
          Map.entry("x-kubernetes-list-type", "undefined"),
          Map.entry("x-kubernetes-map-type", "undefined"),
          Map.entry("nullable", "false"),
          Map.entry("x-kubernetes-preserve-unknown-fields", "false"),
          Map.entry("x-kubernetes-embedded-resource", "false"),
          Map.entry("x-kubernetes-int-or-string", "false"));

  private static final Set<String> METADATA_KEYWORDS = Set.of("type", "properties", "default");
  private static final Set<String> METADATA_FIELDS = Set.of("name", "generateName");
  private static final JsonNode INT_OR_STRING =
      JsonNodeFactory.instance
          .arrayNode()
          .add(JsonNodeFactory.instance.objectNode().put("type", "integer"))
          .add(JsonNodeFactory.instance.objectNode().put("type", "string"));

  private final List<FieldError> errors = new ArrayList<>();

  private StructuralRules() {}

  /** Checks the structure of a schema that {@link UnsupportedKeywords} has no objection to. */
  public static List<FieldError> check(ObjectNode source) {
    StructuralRules rules = new StructuralRules();
    rules.node(source, "", "at the root");
    rules.completeness(source, source, "", "");
    rules.errors.sort(Comparator.comparing(FieldError::text));
    return List.copyOf(rules.errors);
  }

  private void node(JsonNode node, String path, String place) {
    if (node.path("type").asText().equals("array") && !node.path("items").isObject()) {
      errors.add(FieldError.required(child(path, "items"), "must be specified"));
    }
    if (node.path("items").isObject()) {
      node(node.path("items"), child(path, "items"), "for specified array items");
    }
    for (var property : node.path("properties").properties()) {
      String at = child(path, "properties[" + property.getKey() + "]");
      node(property.getValue(), at, "for specified object fields");
    }
    additional(node, path);
    intOrString(node, path);
    validations(node, path, true);
    type(node, path, place);
    boolean embedded = node.path("x-kubernetes-embedded-resource").asBoolean();
    if (path.isEmpty() || embedded) {
      identity(node, path);
    }
    if (path.isEmpty()) {
      topMetadata(node);
    }
    if (embedded
        && node.path("properties").isEmpty()
        && !node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      errors.add(
          FieldError.required(
              child(path, "properties"),
              "must not be empty if x-kubernetes-embedded-resource is true without"
                  + " x-kubernetes-preserve-unknown-fields"));
    }
  }

  private void additional(JsonNode node, String path) {
    JsonNode additional = node.path("additionalProperties");
    String at = child(path, "additionalProperties");
    if (!additional.isMissingNode() && path.isEmpty()) {
      errors.add(FieldError.forbidden(at, "must not be used at the root"));
    }
    if (!additional.isMissingNode() && node.path("x-kubernetes-embedded-resource").asBoolean()) {
      errors.add(
          FieldError.forbidden(at, "must not be used if x-kubernetes-embedded-resource is set"));
    }
    if (additional.isObject()) {
      node(additional, at, "for specified object fields");
    }
  }

  private void intOrString(JsonNode node, String path) {
    if (!node.path("x-kubernetes-int-or-string").asBoolean()) {
      return;
    }
    for (String other :
        List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
      if (node.path(other).asBoolean()) {
        String detail = "must be false if x-kubernetes-int-or-string is true";
        errors.add(FieldError.invalid(child(path, other), "true", detail));
      }
    }
  }

  private void type(JsonNode node, String path, String place) {
    String type = node.path("type").asText();
    String at = child(path, "type");
    String detail = "must be object if x-kubernetes-embedded-resource is true";
    boolean embedded = node.path("x-kubernetes-embedded-resource").asBoolean();
    if (embedded && type.isEmpty()) {
      errors.add(FieldError.required(at, detail));
    } else if (embedded && !type.equals("object")) {
      errors.add(FieldError.invalid(at, quoted(type), detail));
    } else if (type.isEmpty()
        && !node.path("x-kubernetes-int-or-string").asBoolean()
        && !node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      errors.add(FieldError.required(at, "must not be empty " + place));
    }
    if (path.isEmpty() && !type.isEmpty() && !type.equals("object")) {
      errors.add(FieldError.invalid(at, quoted(type), "must be object at the root"));
    }
  }

  /** Checks the types of the fields that every Kubernetes object has. */
  private void identity(JsonNode node, String path) {
    identity(node, path, "apiVersion", "string");
    identity(node, path, "kind", "string");
    identity(node, path, "metadata", "object");
  }

  private void identity(JsonNode node, String path, String name, String wanted) {
    JsonNode property = node.path("properties").path(name);
    String type = property.path("type").asText();
    if (property.isObject() && !type.equals(wanted)) {
      String at = child(path, "properties[" + name + "].type");
      errors.add(FieldError.invalid(at, quoted(type), "must be " + wanted));
    }
  }

  private void topMetadata(JsonNode root) {
    JsonNode metadata = root.path("properties").path("metadata");
    boolean restricts =
        metadata.properties().stream()
            .anyMatch(part -> !METADATA_KEYWORDS.contains(part.getKey()) && says(part.getValue()));
    for (var property : metadata.path("properties").properties()) {
      restricts |= !METADATA_FIELDS.contains(property.getKey());
    }
    if (restricts) {
      errors.add(
          FieldError.forbidden(
              "properties[metadata]",
              "must not specify anything other than name and generateName, but metadata is"
                  + " implicitly specified"));
    }
  }

  /** Whether a keyword is there with more than its zero value, which says nothing. */
  private static boolean says(JsonNode value) {
    return switch (value.getNodeType()) {
      case MISSING, NULL -> false;
      case BOOLEAN -> value.booleanValue();
      case STRING -> !value.textValue().isEmpty();
      case ARRAY -> !value.isEmpty();
      default -> true;
    };
  }

  /**
   * Checks what a node says of values beside its structure.
   *
   * @param inStructure whether the node is part of the structure, and may tell the types of an
   *     integer or string in its first {@code allOf}
   */
  private void validations(JsonNode node, String path, boolean inStructure) {
    for (String keyword : List.of("anyOf", "allOf", "oneOf")) {
      JsonNode parts = node.path(keyword);
      if (keyword.equals("anyOf") && inStructure && parts.equals(INT_OR_STRING)) {
        continue;
      }
      for (int i = 0; i < parts.size(); i++) {
        boolean mayTellTypes = inStructure && keyword.equals("allOf") && i == 0;
        JsonNode part = mayTellTypes ? withoutIntOrString(parts.get(i)) : parts.get(i);
        condition(part, child(path, keyword + "[" + i + "]"));
      }
    }
    if (node.path("not").isObject()) {
      condition(node.path("not"), child(path, "not"));
    }
    TextPattern.fault(node.path("pattern").asText())
        .ifPresent(
            fault ->
                errors.add(
                    FieldError.invalid(
                        child(path, "pattern"),
                        node.path("pattern").toString(),
                        "must be a valid regular expression, but isn't: " + fault)));
  }

  /** The second way to write int-or-string: the types are in the first part of {@code allOf}. */
  private static JsonNode withoutIntOrString(JsonNode part) {
    if (part instanceof ObjectNode object && object.path("anyOf").equals(INT_OR_STRING)) {
      return object.deepCopy().without("anyOf");
    }
    return part;
  }

  private void condition(JsonNode part, String path) {
    validations(part, path, false);
    for (var field : part.properties()) {
      String wanted = NOT_IN_LOGIC.get(field.getKey());
      if (wanted != null && says(field.getValue())) {
        errors.add(
            FieldError.forbidden(
                child(path, field.getKey()), "must be " + wanted + " to be structural"));
      }
    }
    JsonNode additional = part.path("additionalProperties");
    if (additional.isObject() || additional.asBoolean()) {
      errors.add(
          FieldError.forbidden(
              child(path, "additionalProperties"), "must be undefined to be structural"));
    }
    for (var property : part.path("properties").properties()) {
      String at = child(path, "properties[" + property.getKey() + "]");
      if (property.getKey().equals("metadata")) {
        errors.add(FieldError.forbidden(at, "must not be specified in a nested context"));
      }
      condition(property.getValue(), at);
    }
    if (part.path("items").isObject()) {
      condition(part.path("items"), child(path, "items"));
    }
  }

  /**
   * What the conditions of the root speak of must be in its structure. Conditions further down are
   * not looked at, by kube-apiserver neither.
   */
  private void completeness(JsonNode part, JsonNode outer, String path, String outerPath) {
    if (outer.isMissingNode()) {
      errors.add(
          FieldError.required(
              outerPath, "because it is defined in " + RuleChecks.SCHEMA_ROOT + "." + path));
      return;
    }
    if (!path.equals(outerPath)) {
      for (var property : part.path("properties").properties()) {
        String name = "properties[" + property.getKey() + "]";
        JsonNode below = outer.path("properties").path(property.getKey());
        completeness(property.getValue(), below, child(path, name), child(outerPath, name));
      }
      if (part.path("items").isObject()) {
        JsonNode below = outer.path("items");
        completeness(part.path("items"), below, child(path, "items"), child(outerPath, "items"));
      }
    }
    for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
      for (int i = 0; i < part.path(keyword).size(); i++) {
        String at = child(path, keyword + "[" + i + "]");
        completeness(part.path(keyword).get(i), outer, at, outerPath);
      }
    }
    if (part.path("not").isObject()) {
      completeness(part.path("not"), outer, child(path, "not"), outerPath);
    }
  }

  /** The path of what is below a path. */
  public static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
