package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.pattern.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** What only the structure may say, with what a condition has to be instead. */
  private static final Map<String, String> NOT_IN_LOGIC =
      Map.ofEntries(
          Map.entry("type", "empty"),
          Map.entry("title", "empty"),
          Map.entry("description", "empty"),
          Map.entry("x-kubernetes-list-map-keys", "empty"),
          Map.entry("x-kubernetes-validations", "empty"),
          Map.entry("default", "undefined"),
          Map.entry("additionalProperties", "undefined"),
          Map.entry("externalDocs", "undefined"),
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
          .add(TypeNames.schemaOf("integer"))
          .add(TypeNames.schemaOf("string"));

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
    if (source.has("additionalProperties")) {
      errors.add(FieldError.forbidden("additionalProperties", "must not be used at the root"));
    }
    identity(source, "");
    JsonNode metadata = source.path("properties").path("metadata");
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
    } else if (type.isEmpty()
        && !intOrString
        && !node.path("x-kubernetes-embedded-resource").asBoolean()
        && (!preserves || path.isEmpty())) {
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
    boolean takesAnything = additional.isBoolean() && additional.booleanValue();
    if (!additional.isMissingNode() && !takesAnything && !node.path("properties").isEmpty()) {
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
      embedded(node, path);
    }
    if (node.path("x-kubernetes-int-or-string").asBoolean()) {
      for (String other :
          List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
        if (node.path(other).asBoolean()) {
          errors.add(
              FieldError.invalid(
                  child(path, other),
                  "true",
                  "must be false if x-kubernetes-int-or-string is true"));
        }
      }
    }
  }

  private void embedded(JsonNode node, String path) {
    String type = node.path("type").asText();
    String detail = "must be object if x-kubernetes-embedded-resource is true";
    if (type.isEmpty()) {
      errors.add(FieldError.required(child(path, "type"), detail));
    } else if (!type.equals("object")) {
      errors.add(FieldError.invalid(child(path, "type"), quoted(type), detail));
    }
    if (node.has("additionalProperties")) {
      errors.add(
          FieldError.forbidden(
              child(path, "additionalProperties"),
              "must not be used if x-kubernetes-embedded-resource is set"));
    }
    if (node.path("properties").isEmpty()
        && !node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      errors.add(
          FieldError.required(
              child(path, "properties"),
              "must not be empty if x-kubernetes-embedded-resource is true without"
                  + " x-kubernetes-preserve-unknown-fields"));
    }
    identity(node, path);
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
              at,
              ListChecks.goValue(value),
              "must not have fields that are not specified in the schema"));
    }
  }

  private void checkPattern(JsonNode node, String path) {
    String pattern = node.path("pattern").asText();
    TextPattern.fault(pattern)
        .ifPresent(
            fault ->
                errors.add(
                    FieldError.invalid(
                        child(path, "pattern"),
                        node.path("pattern").toString(),
                        "must be a valid regular expression, but isn't: " + fault)));
  }

  /** Checks the combined parts of {@code node}, whose types are those of {@code outer}. */
  private void logic(JsonNode node, JsonNode outer, String path, String outerPath) {
    boolean isStructure = path.equals(outerPath);
    for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
      JsonNode parts = node.path(keyword);
      if (keyword.equals("anyOf") && isStructure && parts.equals(INT_OR_STRING)) {
        continue;
      }
      for (int i = 0; i < parts.size(); i++) {
        boolean mayTellTypes = isStructure && keyword.equals("allOf") && i == 0;
        part(
            mayTellTypes ? withoutIntOrString(parts.get(i)) : parts.get(i),
            outer,
            child(path, keyword + "[" + i + "]"),
            outerPath);
      }
    }
    if (node.path("not").isObject()) {
      part(node.path("not"), outer, child(path, "not"), outerPath);
    }
  }

  /** The second way to write int-or-string: the types are in the first part of {@code allOf}. */
  private static JsonNode withoutIntOrString(JsonNode part) {
    if (part instanceof ObjectNode object && object.path("anyOf").equals(INT_OR_STRING)) {
      return object.deepCopy().without("anyOf");
    }
    return part;
  }

  private void part(JsonNode part, JsonNode outer, String path, String outerPath) {
    for (var field : part.properties()) {
      String wanted = NOT_IN_LOGIC.get(field.getKey());
      if (wanted != null && says(field.getValue())) {
        errors.add(
            FieldError.forbidden(
                child(path, field.getKey()), "must be " + wanted + " to be structural"));
      }
    }
    checkKeywords(part, path);
    checkPattern(part, path);
    for (var property : part.path("properties").properties()) {
      String name = "properties[" + property.getKey() + "]";
      if (property.getKey().equals("metadata")) {
        errors.add(
            FieldError.forbidden(child(path, name), "must not be specified in a nested context"));
      }
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
