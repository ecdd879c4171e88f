package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.Map;
import java.util.TreeMap;

/** Short names for pod templates: equal templates have equal ones. */
final class TemplateHash {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final long FNV_OFFSET = 0x811c9dc5L;
  private static final long FNV_PRIME = 0x01000193L;
  private static final long UINT32 = 0xffffffffL;

  private TemplateHash() {}

  /** The hash of a template, in letters that names may have. */
  static String of(JsonNode template) {
    long hash = FNV_OFFSET;
    for (byte value : Json.write(Json.object().set("template", sorted(template)))) {
      hash = ((hash ^ (value & 0xff)) * FNV_PRIME) & UINT32;
    }
    StringBuilder text = new StringBuilder();
    for (char digit : Long.toString(hash).toCharArray()) {
      text.append(ALPHABET.charAt(digit % ALPHABET.length()));
    }
    return text.toString();
  }

  /** The order of fields says nothing. */
  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Map<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode result = Json.object();
      fields.forEach(result::set);
      return result;
    }
    if (node.isArray()) {
      var result = Json.object().arrayNode();
      node.forEach(element -> result.add(sorted(element)));
      return result;
    }
    return node;
  }
}
