package io.mkube.apiserver.mirror.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Conditions of a status that is not yet part of an object. */
public final class Conditions {
  private Conditions() {}

  /** Puts a condition into a status; its transition time changes only with its status. */
  public static void put(ObjectNode status, Condition condition, String time) {
    ObjectNode holder = Json.object();
    holder.set("status", status);
    condition.putInto(holder, Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
  }

  /** The condition of a type; missing if there is none. */
  public static JsonNode find(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return Json.object().path(type);
  }
}
