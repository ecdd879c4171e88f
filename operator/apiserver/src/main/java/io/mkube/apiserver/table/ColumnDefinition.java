package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One column of a Table.
 *
 * @param name heading
 * @param type OpenAPI type: integer, number, string, boolean or date
 * @param format OpenAPI format, {@code ""} for none; {@code name} marks the object's name
 * @param description what the column shows
 * @param priority 0 for always, higher for wide output only
 */
public record ColumnDefinition(
    String name, String type, String format, String description, int priority) {
  /** The JSON form in {@code columnDefinitions}. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("type", type)
        .put("format", format)
        .put("description", description)
        .put("priority", priority);
  }
}
