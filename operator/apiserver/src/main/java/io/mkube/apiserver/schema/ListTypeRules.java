package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a schema may say of the kind of its lists and maps. */
final class ListTypeRules {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String LIST_KEYS = "x-kubernetes-list-map-keys";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final Set<String> SCALARS = Set.of("string", "integer", "number", "boolean");

  private ListTypeRules() {}

  static void check(JsonNode node, String path, List<FieldError> errors) {
    checkMapType(node, path, errors);
    String listType = node.path(LIST_TYPE).asText();
    boolean hasKeys = !node.path(LIST_KEYS).isEmpty();
    if (hasKeys && !listType.equals("map")) {
      errors.add(
          FieldError.invalid(
              StructuralRules.child(path, LIST_TYPE),
              "\"" + listType + "\"",
              "must be map if x-kubernetes-list-map-keys is non-empty"));
    }
    if (listType.isEmpty()) {
      return;
    }
    String at = StructuralRules.child(path, LIST_TYPE);
    if (!Set.of("atomic", "set", "map").contains(listType)) {
      errors.add(
          FieldError.notSupported(at, "\"" + listType + "\"", "\"atomic\", \"map\", \"set\""));
    }
    if (!node.path("type").asText().equals("array")) {
      errors.add(
          FieldError.invalid(
              StructuralRules.child(path, "type"),
              node.path("type").isMissingNode() ? "\"\"" : node.path("type").toString(),
              "must be array if x-kubernetes-list-type is specified"));
    }
    if (listType.equals("set")) {
      checkSet(node.path("items"), StructuralRules.child(path, "items"), errors);
    } else if (listType.equals("map")) {
      checkMap(node, path, errors);
    }
  }

  private static void checkMapType(JsonNode node, String path, List<FieldError> errors) {
    String mapType = node.path(MAP_TYPE).asText();
    if (mapType.isEmpty()) {
      return;
    }
    if (!Set.of("atomic", "granular").contains(mapType)) {
      errors.add(
          FieldError.notSupported(
              StructuralRules.child(path, MAP_TYPE),
              "\"" + mapType + "\"",
              "\"atomic\", \"granular\""));
    }
    if (!node.path("type").asText().equals("object")) {
      errors.add(
          FieldError.invalid(
              StructuralRules.child(path, "type"),
              node.path("type").isMissingNode() ? "\"\"" : node.path("type").toString(),
              "must be object if x-kubernetes-map-type is specified"));
    }
  }

  /** Elements of a set are compared as a whole, so they must be scalars or atomic. */
  private static void checkSet(JsonNode items, String path, List<FieldError> errors) {
    if (items.path("nullable").asBoolean()) {
      errors.add(
          FieldError.forbidden(
              StructuralRules.child(path, "nullable"),
              "cannot be nullable when x-kubernetes-list-type is set"));
    }
    boolean granularList =
        items.path("type").asText().equals("array")
            && !items.path(LIST_TYPE).asText("atomic").equals("atomic");
    boolean granularMap =
        items.path("type").asText().equals("object")
            && !items.path(MAP_TYPE).asText().equals("atomic");
    if (granularList || granularMap) {
      errors.add(
          FieldError.invalid(
              StructuralRules.child(path, granularList ? LIST_TYPE : MAP_TYPE),
              "\"\"",
              "must be atomic as item of a list with x-kubernetes-list-type=set"));
    }
  }

  private static void checkMap(JsonNode node, String path, List<FieldError> errors) {
    JsonNode keys = node.path(LIST_KEYS);
    String at = StructuralRules.child(path, LIST_KEYS);
    JsonNode items = node.path("items");
    String itemsPath = StructuralRules.child(path, "items");
    if (keys.isEmpty()) {
      errors.add(FieldError.required(at, "must not be empty if x-kubernetes-list-type is map"));
    }
    if (!items.path("type").asText().equals("object")) {
      errors.add(
          FieldError.invalid(
              StructuralRules.child(itemsPath, "type"),
              items.path("type").isMissingNode() ? "\"\"" : items.path("type").toString(),
              "must be object if parent array's x-kubernetes-list-type is map"));
    }
    Set<String> required = new HashSet<>();
    items.path("required").forEach(name -> required.add(name.asText()));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i).asText();
      if (!seen.add(key)) {
        errors.add(FieldError.duplicate(at + "[" + i + "]", "\"" + key + "\""));
      }
      checkKey(items.path("properties").path(key), key, required.contains(key), at, errors);
    }
  }

  private static void checkKey(
      JsonNode property, String key, boolean required, String path, List<FieldError> errors) {
    if (property.isMissingNode()) {
      errors.add(
          FieldError.invalid(
              path, "\"" + key + "\"", "entries must all be names of item properties"));
      return;
    }
    String at = path.replace(LIST_KEYS, "items.properties[" + key + "]");
    if (!SCALARS.contains(property.path("type").asText())) {
      errors.add(
          FieldError.invalid(
              at + ".type",
              property.path("type").isMissingNode() ? "\"\"" : property.path("type").toString(),
              "must be a scalar type if parent array's x-kubernetes-list-type is map"));
    }
    if (!required && !property.has("default")) {
      errors.add(
          FieldError.required(
              at + ".default",
              "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                  + " required property"));
    }
  }
}
