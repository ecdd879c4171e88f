package io.mkube.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object that many trees share, with its JSON ready. It can be read only: what changes it fails
 * with {@link UnsupportedOperationException}; what lies in it is not to be changed either.
 * Thread-safe.
 */
@SuppressWarnings("unchecked") // What ObjectNode inherits is told of its subclasses.
public final class ReadyObject extends ObjectNode {
  private static final long serialVersionUID = 1;

  private final transient byte[] json;

  private ReadyObject(Map<String, JsonNode> fields, byte[] json) {
    super(JsonNodeFactory.instance, fields);
    this.json = json;
  }

  /** The same fields, read only. */
  public static ReadyObject of(ObjectNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return new ReadyObject(Collections.unmodifiableMap(fields), Json.writeInOrder(object));
  }

  /** Not a copy: read only as well. */
  byte[] json() {
    return json;
  }
}
