package io.mkube.apiserver.fieldset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.Map;

/** Field sets as the JSON of {@code managedFields[].fieldsV1}. */
public final class FieldsV1 {
  private static final String SELF = ".";

  /** What most paths end with; one for all of them, which nothing can be put into. */
  private static final ObjectNode NOTHING = new ObjectNode(JsonNodeFactory.instance, Map.of());

  private FieldsV1() {}

  /**
   * Writes a set; object fields stand in the order of Kubernetes.
   *
   * @return an object to be read only: parts of it are shared
   */
  public static ObjectNode encode(FieldSet set) {
    return encode(set, false);
  }

  private static ObjectNode encode(FieldSet set, boolean member) {
    if (set.isEmpty()) {
      return NOTHING;
    }
    ObjectNode json = Json.object();
    if (member) {
      json.set(SELF, NOTHING);
    }
    set.forEachFirst((element, own, below) -> json.set(element.encoded(), encode(below, own)));
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
