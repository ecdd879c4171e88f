package io.mkube.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;

/**
 * One condition of an object's status.
 *
 * @param type type, unique among the conditions of an object
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason reason in one word, may be empty
 * @param message message for people, may be empty
 */
public record Condition(String type, String status, String reason, String message) {
  /** Puts the condition into an object; its transition time changes only with its status. */
  public void putInto(ObjectNode object, Clock clock) {
    ArrayNode conditions = object.withArray("/status/conditions");
    ObjectNode entry = null;
    for (JsonNode known : conditions) {
      if (known instanceof ObjectNode candidate && known.path("type").asText().equals(type)) {
        entry = candidate;
      }
    }
    if (entry == null) {
      entry = conditions.addObject();
    }
    if (!entry.path("status").asText().equals(status)) {
      entry.put("lastTransitionTime", ObjectMetadata.timestamp(clock));
    }
    put(entry, "message", message);
    put(entry, "reason", reason);
    entry.put("status", status);
    entry.put("type", type);
  }

  /** Whether an object has a condition of this type that is true. */
  public static boolean isTrue(JsonNode object, String type) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static void put(ObjectNode entry, String field, String value) {
    if (value.isEmpty()) {
      entry.remove(field);
    } else {
      entry.put(field, value);
    }
  }
}
