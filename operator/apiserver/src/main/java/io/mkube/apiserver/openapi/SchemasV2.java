package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Schemas of the older OpenAPI version. Clients that read it refuse what they do not know. */
final class SchemasV2 {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String OLD_REF = "#/components/schemas/";
  private static final String NEW_REF = "#/definitions/";
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  private static final String KIND = "x-kubernetes-group-version-kind";
  private static final Set<String> UNKNOWN = Set.of("oneOf", "anyOf", "not", "nullable");

  private SchemasV2() {}

  /**
   * A copy of a schema.
   *
   * @param name its name, {@code ""} for one without
   */
  static ObjectNode of(String name, JsonNode source) {
    ObjectNode schema = JSON.objectNode();
    boolean open = source.path(PRESERVE).asBoolean();
    if (open && source.has(KIND)) {
      return ofAnything((ObjectNode) source);
    }
    boolean nullable = source.path("nullable").asBoolean();
    for (var field : source.properties()) {
      String key = field.getKey();
      boolean shape = key.equals("properties") || key.equals("items");
      boolean dropped =
          UNKNOWN.contains(key)
              || (shape && (open || nullable))
              || (key.equals("type") && nullable);
      if (!dropped) {
        copy(schema, key, field.getValue());
      }
    }
    if (name.endsWith(".Quantity")) {
      // Its oneOf is gone: without a type clients would ask for a numberless object.
      schema.put("type", "string");
    }
    dropNullableFromRequired(schema, source);
    return schema;
  }

  /** Clients would refuse all fields but those that are named: so none is. */
  private static ObjectNode ofAnything(ObjectNode kind) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    for (var field : kind.properties()) {
      if (field.getKey().equals(KIND) || field.getKey().equals("x-kubernetes-selectable-fields")) {
        schema.set(field.getKey(), field.getValue());
      }
    }
    return schema;
  }

  private static void copy(ObjectNode schema, String key, JsonNode value) {
    switch (key) {
      case "$ref" -> schema.put(key, reference(value));
      case "allOf" -> {
        // A reference with a description beside it; other combinations have no counterpart.
        if (value.size() == 1 && value.get(0).has("$ref")) {
          schema.put("$ref", reference(value.get(0).get("$ref")));
        }
      }
      case "properties" -> {
        ObjectNode properties = schema.putObject(key);
        for (var property : value.properties()) {
          properties.set(property.getKey(), of("", property.getValue()));
        }
      }
      case "items", "additionalProperties" -> {
        if (value.isObject()) {
          schema.set(key, of("", value));
        } else if (!value.isBoolean()) {
          schema.set(key, value);
        } else if (value.booleanValue()) {
          schema.putObject(key);
        }
      }
      default -> schema.set(key, value);
    }
  }

  private static String reference(JsonNode reference) {
    return reference.asText().replace(OLD_REF, NEW_REF);
  }

  /** A field that may be null is left out by some clients, which then must not be refused. */
  private static void dropNullableFromRequired(ObjectNode schema, JsonNode source) {
    if (!(schema.get("required") instanceof ArrayNode required)) {
      return;
    }
    ArrayNode kept = JSON.arrayNode();
    for (JsonNode name : required) {
      if (!source.path("properties").path(name.asText()).path("nullable").asBoolean()) {
        kept.add(name);
      }
    }
    if (kept.isEmpty()) {
      schema.remove("required");
    } else {
      schema.set("required", kept);
    }
  }
}
