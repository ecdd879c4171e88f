package io.mkube.apiserver.fieldset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;

/** Field sets as the JSON of {@code managedFields[].fieldsV1}. */
public final class FieldsV1 {
  private static final String SELF = ".";

  private FieldsV1() {}

  /** Writes a set; object fields stand in the order of Kubernetes. */
  public static ObjectNode encode(FieldSet set) {
    ObjectNode json = Json.object();
    set.forEachFirst(
        (element, member, below) -> {
          ObjectNode value = encode(below);
          if (member && !below.isEmpty()) {
            ObjectNode whole = Json.object();
            whole.set(SELF, Json.object());
            whole.setAll(value);
            value = whole;
          }
          json.set(element.encoded(), value);
        });
    return json;
  }

  /**
   * Reads what a client sent.
   *
   * @throws IllegalArgumentException if it is no field set
   */
  public static FieldSet decode(JsonNode json) {
    return decode(json, true);
  }

  /** Reads what {@link #encode} has written, without looking at how elements are written. */
  public static FieldSet decodeWritten(JsonNode json) {
    return decode(json, false);
  }

  private static FieldSet decode(JsonNode json, boolean check) {
    if (!(json instanceof ObjectNode object)) {
      throw new IllegalArgumentException("fieldsV1 must consist of objects");
    }
    FieldSet.Builder set = new FieldSet.Builder();
    for (var field : object.properties()) {
      String name = field.getKey();
      if (name.equals(SELF)) {
        continue;
      }
      JsonNode value = field.getValue();
      PathElement element = check ? PathElement.parse(name) : PathElement.written(name);
      set.add(
          element,
          value.isEmpty() || value.has(SELF),
          value.isEmpty() && value.isObject() ? FieldSet.EMPTY : decode(value, check));
    }
    return set.build();
  }
}
