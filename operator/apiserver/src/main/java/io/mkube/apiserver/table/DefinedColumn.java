package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A column of {@code additionalPrinterColumns}. */
final class DefinedColumn {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static final Column AGE =
      new Column(
          new ColumnDefinition(
              "Age",
              "date",
              "",
              "CreationTimestamp is a timestamp representing the server time when this object was"
                  + " created.",
              0),
          Column.AGE.cell());

  private static final String DESCRIPTION =
      "Custom resource definition column (in JSONPath format): ";

  private DefinedColumn() {}

  static Column parse(JsonNode source) {
    String type = source.path("type").asText();
    String place = source.path("jsonPath").asText();
    String description = source.path("description").asText();
    Optional<JsonPath> path = JsonPath.parse(place);
    return new Column(
        new ColumnDefinition(
            source.path("name").asText(),
            type,
            source.path("format").asText(),
            description.isEmpty() ? DESCRIPTION + place : description,
            source.path("priority").asInt()),
        (object, now) -> path.map(found -> cell(found, type, object, now)).orElse(JSON.nullNode()));
  }

  private static JsonNode cell(JsonPath path, String type, ObjectNode object, Instant now) {
    List<JsonNode> results = path.find(object);
    if (results.isEmpty() || results.getFirst().isNull()) {
      return JSON.nullNode();
    }
    JsonNode value = results.getFirst();
    return switch (type) {
      case "integer" -> value.isNumber() ? JSON.numberNode(value.longValue()) : JSON.nullNode();
      case "number" -> value.isNumber() ? value : JSON.nullNode();
      case "boolean" -> value.isBoolean() ? value : JSON.nullNode();
      case "date" -> date(value, now);
      default -> JSON.textNode(value.isContainerNode() ? value.toString() : value.asText());
    };
  }

  private static JsonNode date(JsonNode value, Instant now) {
    if (!value.isTextual() || HumanDuration.instant(value.textValue()).isEmpty()) {
      return JSON.textNode("<invalid>");
    }
    return JSON.textNode(HumanDuration.since(value.textValue(), now));
  }
}
