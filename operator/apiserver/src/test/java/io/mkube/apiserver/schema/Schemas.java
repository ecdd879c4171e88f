package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Schemas from YAML and objects from JSON. */
final class Schemas {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Schemas() {}

  static ObjectSchema parse(String yaml) throws Exception {
    return ObjectSchema.ofCustomResource((ObjectNode) YAML.readTree(yaml));
  }

  static ObjectSchema schema(String properties) {
    return schemaOf("type: object\nproperties:\n  " + properties.replace("\n", "\n  "));
  }

  static ObjectSchema schemaOf(String yaml) {
    try {
      return parse(yaml);
    } catch (Exception e) {
      throw new AssertionError(yaml, e);
    }
  }

  static ObjectNode object(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return (ObjectNode) node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
