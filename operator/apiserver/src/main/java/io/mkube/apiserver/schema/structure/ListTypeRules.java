package io.mkube.apiserver.schema.structure;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** What a schema may say of the kind of its lists and maps. */
final class ListTypeRules {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String LIST_KEYS = "x-kubernetes-list-map-keys";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final String NEEDS_MAP = "must be map if x-kubernetes-list-map-keys is non-empty";

  private final JsonNode node;
  private final String path;
  private final List<FieldError> errors;

  private ListTypeRules(JsonNode node, String path, List<FieldError> errors) {
    this.node = node;
    this.path = path;
    this.errors = errors;
  }

  static void check(JsonNode node, String path, List<FieldError> errors) {
    new ListTypeRules(node, path, errors).check();
  }

  private void check() {
    if (node.has(MAP_TYPE)) {
      requireType("object", "must be object if x-kubernetes-map-type is specified");
      String mapType = node.path(MAP_TYPE).asText();
      if (!Set.of("atomic", "granular").contains(mapType)) {
        errors.add(
            FieldError.notSupported(at(MAP_TYPE), quoted(mapType), "\"atomic\", \"granular\""));
      }
    }
    String listType = node.path(LIST_TYPE).asText();
    if (node.has(LIST_TYPE)) {
      boolean array = requireType("array", "must be array if x-kubernetes-list-type is specified");
      if (array && listType.equals("set")) {
        checkSetItems();
      }
      if (!Set.of("atomic", "set", "map").contains(listType)) {
        errors.add(
            FieldError.notSupported(
                at(LIST_TYPE), quoted(listType), "\"atomic\", \"set\", \"map\""));
      }
    }
    if (!node.path(LIST_KEYS).isEmpty() && !listType.equals("map")) {
      errors.add(
          node.has(LIST_TYPE)
              ? FieldError.invalid(at(LIST_TYPE), quoted(listType), NEEDS_MAP)
              : FieldError.required(at(LIST_TYPE), NEEDS_MAP));
    }
    if (listType.equals("map")) {
      checkMap();
    }
    if (listType.equals("map") || listType.equals("set")) {
      checkNull(listType);
    }
  }

  private boolean requireType(String type, String detail) {
    String found = node.path("type").asText();
    if (found.isEmpty()) {
      errors.add(FieldError.required(at("type"), detail));
    } else if (!found.equals(type)) {
      errors.add(FieldError.invalid(at("type"), quoted(found), detail));
    }
    return found.equals(type);
  }

  /** Elements of a set are compared as a whole, so they must be scalars or atomic. */
  private void checkSetItems() {
    JsonNode items = node.path("items");
    String detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
    String listType = items.path(LIST_TYPE).asText("atomic");
    if (items.path("type").asText().equals("array") && !listType.equals("atomic")) {
      errors.add(FieldError.invalid(at("items." + LIST_TYPE), quoted(listType), detail));
    }
    if (items.path("type").asText().equals("object")
        && !items.path(MAP_TYPE).asText().equals("atomic")) {
      // kube-apiserver shows the list type of what is no list.
      errors.add(FieldError.invalid(at("items." + MAP_TYPE), quoted("null"), detail));
    }
  }

  private void checkMap() {
    JsonNode keys = node.path(LIST_KEYS);
    JsonNode items = node.path("items");
    if (keys.isEmpty()) {
      errors.add(
          FieldError.required(at(LIST_KEYS), "must not be empty if x-kubernetes-list-type is map"));
    }
    if (items.isArray()) {
      errors.add(
          FieldError.invalid(
              at("items"),
              items.toString(),
              "must only have a single schema if x-kubernetes-list-type is map"));
      return;
    }
    if (!items.isObject()) {
      errors.add(
          FieldError.required(at("items"), "must have a schema if x-kubernetes-list-type is map"));
      return;
    }
    if (!items.path("type").asText().equals("object")) {
      errors.add(
          FieldError.invalid(
              at("items.type"),
              quoted(items.path("type").asText()),
              "must be object if parent array's x-kubernetes-list-type is map"));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode key : keys) {
      JsonNode property = items.path("properties").path(key.asText());
      String type = property.path("type").asText();
      if (property.isMissingNode()) {
        errors.add(
            FieldError.invalid(
                at(LIST_KEYS), goList(keys), "entries must all be names of item properties"));
      } else if (type.equals("array") || type.equals("object")) {
        errors.add(
            FieldError.invalid(
                at("items.properties[" + key.asText() + "].type"),
                quoted(items.path("type").asText()),
                "must be a scalar type if parent array's x-kubernetes-list-type is map"));
      }
      if (!seen.add(key.asText())) {
        errors.add(
            FieldError.invalid(at(LIST_KEYS), goList(keys), "must not contain duplicate entries"));
      }
    }
  }

  /** What tells elements apart must be there. */
  private void checkNull(String listType) {
    JsonNode items = node.path("items");
    if (items.path("nullable").asBoolean()) {
      errors.add(
          FieldError.forbidden(
              at("items.nullable"),
              "cannot be nullable when x-kubernetes-list-type is " + listType));
    }
    Set<String> required = new HashSet<>();
    items.path("required").forEach(name -> required.add(name.asText()));
    for (JsonNode key : node.path(LIST_KEYS)) {
      JsonNode property = items.path("properties").path(key.asText());
      if (!listType.equals("map") || property.isMissingNode()) {
        continue;
      }
      String at = at("items.properties[" + key.asText() + "]");
      if (!required.contains(key.asText()) && !property.has("default")) {
        errors.add(
            FieldError.required(
                at + ".default",
                "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                    + " required property"));
      }
      if (property.path("nullable").asBoolean()) {
        errors.add(
            FieldError.forbidden(
                at + ".nullable",
                "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
      }
    }
  }

  private String at(String name) {
    return StructuralRules.child(path, name);
  }

  private static String goList(JsonNode texts) {
    StringJoiner list = new StringJoiner(", ", "[]string{", "}");
    texts.forEach(text -> list.add(quoted(text.asText())));
    return list.toString();
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
