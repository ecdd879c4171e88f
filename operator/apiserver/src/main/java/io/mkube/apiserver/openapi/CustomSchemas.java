package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Schemas of custom resources as the documents show them. */
final class CustomSchemas {
  static final String API_VERSION =
      "APIVersion defines the versioned schema of this representation of an object. Servers should"
          + " convert recognized schemas to the latest internal value, and may reject unrecognized"
          + " values.";
  static final String KIND =
      "Kind is a string value representing the REST resource this object represents. Servers may"
          + " infer this from the endpoint the client submits requests to. Cannot be updated. In"
          + " CamelCase.";

  private CustomSchemas() {}

  /** {@code com.example.v1.Widget}: the labels of the group in reverse order. */
  static String nameOf(GroupVersionKind kind) {
    List<String> labels = Arrays.asList(kind.group().split("\\.", -1));
    Collections.reverse(labels);
    return String.join(".", labels) + "." + kind.version() + "." + kind.kind();
  }

  /** A copy of a definition's schema with the fields that every object has. */
  static ObjectNode published(ObjectNode definition, String metadataSchema) {
    ObjectNode schema = definition.deepCopy();
    schema.put("type", "object");
    ObjectNode given =
        schema.get("properties") instanceof ObjectNode properties
            ? properties
            : JsonNodeFactory.instance.objectNode();
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.putObject("apiVersion").put("description", API_VERSION).put("type", "string");
    properties.putObject("kind").put("description", KIND).put("type", "string");
    properties
        .putObject("metadata")
        .put("description", "Standard object's metadata.")
        .setAll(TypeSchemas.allOf(metadataSchema));
    for (var property : given.properties()) {
      if (!properties.has(property.getKey())) {
        properties.set(property.getKey(), property.getValue());
      }
    }
    schema.set("properties", properties);
    return schema;
  }
}
