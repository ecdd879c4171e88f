package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.pattern.BoundedPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of structural schemas, which make it possible to prune and default without solving
 * logic: types are outside of {@code allOf}, {@code anyOf}, {@code oneOf} and {@code not}.
 */
final class StructuralRules {
  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final List<String> UNSUPPORTED =
      List.of("$ref", "definitions", "dependencies", "patternProperties", "id", "additionalItems");
  private static final List<String> NOT_IN_LOGIC =
      List.of(
          "type",
          "default",
          "description",
          "title",
          "nullable",
          "additionalProperties",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-embedded-resource",
          "x-kubernetes-int-or-string",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type");
  private static final Set<String> METADATA_FIELDS = Set.of("name", "generateName");

  private final List<FieldError> errors = new ArrayList<>();

  private StructuralRules() {}

  static List<FieldError> check(ObjectNode source) {
    StructuralRules rules = new StructuralRules();
    rules.checkRoot(source);
    rules.node(source, "", "at the root");
    return List.copyOf(rules.errors);
  }

  private void checkRoot(ObjectNode source) {
    String type = source.path("type").asText();
    if (!type.isEmpty() && !type.equals("object")) {
      errors.add(FieldError.invalid("type", quoted(type), "must be object at the root"));
    }
    if (source.has("default")) {
      errors.add(FieldError.forbidden("default", "must not be set at the root"));
    }
    if (source.path("nullable").asBoolean()) {
      errors.add(FieldError.forbidden("nullable", "nullable cannot be true at the root"));
    }
    JsonNode metadata = source.path("properties").path("metadata");
    for (var property : metadata.path("properties").properties()) {
      if (!METADATA_FIELDS.contains(property.getKey())) {
        errors.add(
            FieldError.forbidden(
                "properties[metadata]",
                "must not specify anything other than name and generateName, but metadata is"
                    + " implicitly specified"));
      }
    }
  }

  private void node(JsonNode node, String path, String place) {
    checkType(node, path, place);
    checkKeywords(node, path);
    checkExtensions(node, path);
    ListTypeRules.check(node, path, errors);
    checkDefault(node, path);
    checkPattern(node, path);
    for (var property : node.path("properties").properties()) {
      node(
          property.getValue(),
          child(path, "properties[" + property.getKey() + "]"),
          "for specified object fields");
    }
    if (node.path("additionalProperties").isObject()) {
      node(
          node.path("additionalProperties"),
          child(path, "additionalProperties"),
          "for specified object fields");
    }
    if (node.path("items").isObject()) {
      node(node.path("items"), child(path, "items"), "for specified array items");
    }
    logic(node, node, path, path);
  }

  private void checkType(JsonNode node, String path, String place) {
    String type = node.path("type").asText();
    boolean intOrString = node.path("x-kubernetes-int-or-string").asBoolean();
    boolean preserves = node.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    String at = child(path, "type");
    if (intOrString && !type.isEmpty()) {
      errors.add(
          FieldError.invalid(
              at, quoted(type), "must be empty if x-kubernetes-int-or-string is true"));
    } else if (type.isEmpty() && !intOrString && (!preserves || path.isEmpty())) {
      errors.add(FieldError.required(at, "must not be empty " + place));
    } else if (type.equals("null")) {
      errors.add(
          FieldError.forbidden(at, "type cannot be set to null, use nullable as an alternative"));
    } else if (!type.isEmpty() && !TYPES.contains(type)) {
      String supported =
          TYPES.stream().map(StructuralRules::quoted).collect(Collectors.joining(", "));
      errors.add(FieldError.notSupported(at, quoted(type), supported));
    }
    if (type.equals("array") && !node.has("items")) {
      errors.add(FieldError.required(child(path, "items"), "must be specified"));
    }
  }

  private void checkKeywords(JsonNode node, String path) {
    for (String keyword : UNSUPPORTED) {
      if (node.has(keyword)) {
        errors.add(FieldError.forbidden(child(path, keyword), keyword + " is not supported"));
      }
    }
    if (node.path("uniqueItems").asBoolean()) {
      errors.add(
          FieldError.forbidden(
              child(path, "uniqueItems"),
              "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
    }
    JsonNode additional = node.path("additionalProperties");
    if (!additional.isMissingNode() && !node.path("properties").isEmpty()) {
      errors.add(
          FieldError.forbidden(
              child(path, "additionalProperties"),
              "additionalProperties and properties are mutual exclusive"));
    }
    if (additional.isBoolean() && !additional.booleanValue()) {
      errors.add(
          FieldError.forbidden(
              child(path, "additionalProperties"), "additionalProperties cannot be set to false"));
    }
    if (node.path("items").isArray()) {
      errors.add(
          FieldError.forbidden(
              child(path, "items"), "items must be a schema object and not an array"));
    }
  }

  private void checkExtensions(JsonNode node, String path) {
    JsonNode preserve = node.path("x-kubernetes-preserve-unknown-fields");
    if (preserve.isBoolean() && !preserve.booleanValue()) {
      errors.add(
          FieldError.invalid(
              child(path, "x-kubernetes-preserve-unknown-fields"),
              "false",
              "must be true or undefined"));
    }
    if (node.path("x-kubernetes-embedded-resource").asBoolean()) {
      String type = node.path("type").asText();
      if (!type.equals("object")) {
        errors.add(
            FieldError.invalid(
                child(path, "type"),
                quoted(type),
                "must be object if x-kubernetes-embedded-resource is true"));
      }
      if (node.path("properties").isEmpty() && !preserve.asBoolean()) {
        errors.add(
            FieldError.required(
                child(path, "properties"),
                "must not be empty if x-kubernetes-embedded-resource is true without"
                    + " x-kubernetes-preserve-unknown-fields"));
      }
    }
  }

  private void checkDefault(JsonNode node, String path) {
    JsonNode value = node.get("default");
    if (value == null) {
      return;
    }
    SchemaNode schema = SchemaNode.parse(node);
    String at = child(path, "default");
    for (FieldError error : Validation.ofValue(schema, value, at)) {
      errors.add(error);
    }
    ObjectNode holder = JsonNodeFactory.instance.objectNode();
    holder.set("value", value.deepCopy());
    ObjectNode holderSchema = JsonNodeFactory.instance.objectNode();
    holderSchema.putObject("properties").set("value", node);
    if (!Pruning.prune(SchemaNode.parse(holderSchema), holder).isEmpty()) {
      errors.add(
          FieldError.invalid(
              at, value.toString(), "must not have fields that are not specified in the schema"));
    }
  }

  private void checkPattern(JsonNode node, String path) {
    String pattern = node.path("pattern").asText();
    if (!pattern.isEmpty() && BoundedPattern.parse(pattern).isEmpty()) {
      errors.add(
          FieldError.invalid(
              child(path, "pattern"),
              node.path("pattern").toString(),
              "must be a valid regular expression, but isn't: error parsing regexp"));
    }
  }

  /** Checks the combined parts of {@code node}, whose types are those of {@code outer}. */
  private void logic(JsonNode node, JsonNode outer, String path, String outerPath) {
    for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
      JsonNode parts = node.path(keyword);
      for (int i = 0; i < parts.size(); i++) {
        part(parts.get(i), outer, child(path, keyword + "[" + i + "]"), outerPath);
      }
    }
    if (node.path("not").isObject()) {
      part(node.path("not"), outer, child(path, "not"), outerPath);
    }
  }

  private void part(JsonNode part, JsonNode outer, String path, String outerPath) {
    boolean intOrString = outer.path("x-kubernetes-int-or-string").asBoolean();
    for (String field : NOT_IN_LOGIC) {
      if (part.has(field) && !(field.equals("type") && intOrString)) {
        errors.add(FieldError.forbidden(child(path, field), "must be empty to be structural"));
      }
    }
    checkKeywords(part, path);
    checkPattern(part, path);
    for (var property : part.path("properties").properties()) {
      String name = "properties[" + property.getKey() + "]";
      JsonNode outerProperty = outer.path("properties").path(property.getKey());
      nested(property.getValue(), outerProperty, child(path, name), child(outerPath, name));
    }
    if (part.path("items").isObject()) {
      nested(
          part.path("items"), outer.path("items"), child(path, "items"), child(outerPath, "items"));
    }
    logic(part, outer, path, outerPath);
  }

  private void nested(JsonNode part, JsonNode outer, String path, String outerPath) {
    if (outer.isMissingNode()) {
      errors.add(FieldError.required(outerPath, "because it is defined in " + path));
      return;
    }
    part(part, outer, path, outerPath);
  }

  static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
