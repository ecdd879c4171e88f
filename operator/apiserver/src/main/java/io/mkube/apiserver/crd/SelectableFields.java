package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Fields of custom resources that field selectors may name. */
final class SelectableFields {
  private SelectableFields() {}

  /** Reads {@code selectableFields} of a version, in their order. */
  static Map<String, Function<ObjectNode, String>> of(JsonNode list) {
    Map<String, Function<ObjectNode, String>> fields = new LinkedHashMap<>();
    for (JsonNode field : list) {
      String path = field.path("jsonPath").asText("");
      if (path.startsWith(".")) {
        String pointer = CustomRules.pointer(path);
        fields.put(path.substring(1), object -> object.at(pointer).asText(""));
      }
    }
    return fields;
  }
}
