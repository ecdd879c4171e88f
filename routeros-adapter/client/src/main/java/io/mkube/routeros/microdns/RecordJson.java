package io.mkube.routeros.microdns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;

/**
 * The member {@code data} of a record: an object of a {@code type} and a payload {@code data},
 * which is a text for some types and an object for others. Every type can be read, so that one
 * foreign record does not make a zone unreadable.
 */
final class RecordJson {
  // Servers differ in the order of members; sorted, equal payloads are equal texts.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private RecordJson() {}

  /**
   * The data of a record.
   *
   * @throws IllegalArgumentException if there is no type or payload
   */
  static RecordData read(JsonNode data) {
    String type = data.path("type").asText("").toUpperCase(Locale.ROOT);
    JsonNode payload = data.path("data");
    if (type.isEmpty() || payload.isMissingNode()) {
      throw new IllegalArgumentException("record data has no type or no payload");
    }
    return payload.isTextual()
        ? ofText(type, payload)
        : new RecordData.Other(type, sorted(payload));
  }

  private static RecordData ofText(String type, JsonNode payload) {
    return switch (type) {
      case "A" -> new RecordData.A(payload.textValue());
      case "AAAA" -> new RecordData.Aaaa(Ipv6Text.canonical(payload.textValue()));
      case "TXT" -> new RecordData.Txt(payload.textValue());
      default -> new RecordData.Other(type, payload.toString());
    };
  }

  /**
   * The JSON of a record's data.
   *
   * @throws IllegalArgumentException if the payload of another type is not JSON
   */
  static JsonNode write(RecordData data) {
    return switch (data) {
      case RecordData.A a -> tagged("A", JsonNodeFactory.instance.textNode(a.address()));
      case RecordData.Aaaa aaaa ->
          tagged("AAAA", JsonNodeFactory.instance.textNode(Ipv6Text.canonical(aaaa.address())));
      case RecordData.Txt txt -> tagged("TXT", JsonNodeFactory.instance.textNode(txt.text()));
      case RecordData.Other other -> tagged(other.type(), parsed(other));
    };
  }

  private static String sorted(JsonNode payload) {
    try {
      return JSON.writeValueAsString(JSON.treeToValue(payload, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("payload: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode parsed(RecordData.Other other) {
    try {
      return JSON.readTree(other.json());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "payload of " + other.type() + " record: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode tagged(String type, JsonNode payload) {
    return JsonNodeFactory.instance.objectNode().put("type", type).set("data", payload);
  }
}
