package io.mkube.apiserver.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.table.ColumnDefinition;
import io.mkube.apiserver.table.TableColumns;
import java.time.Clock;

/** Renders objects as rows of a {@code Table}. */
public final class TableRenderer {
  private final String version;
  private final TableColumns columns;
  private final IncludedObject included;
  private final Clock clock;

  /**
   * Tables of one resource.
   *
   * @param version version of {@code meta.k8s.io} in which they are written
   */
  public TableRenderer(
      ServedResource resource, String version, IncludedObject included, Clock clock) {
    this(resource.columns().get(), version, included, clock);
  }

  TableRenderer(TableColumns columns, String version, IncludedObject included, Clock clock) {
    this.version = version;
    this.columns = columns;
    this.included = included;
    this.clock = clock;
  }

  /** A table with column definitions and without rows. */
  public ObjectNode table() {
    ObjectNode table = bare();
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (ColumnDefinition column : columns.definitions()) {
      definitions.add(column.toJson());
    }
    table.putArray("rows");
    return table;
  }

  /** A table without column definitions, for the events after the first one. */
  public ObjectNode bare() {
    ObjectNode table = Json.object();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/" + version);
    table.putObject("metadata");
    table.putNull("columnDefinitions");
    table.putArray("rows");
    return table;
  }

  /** Adds the row of an object. */
  public void addRow(ObjectNode table, ObjectNode object) {
    table.withArray("rows").add(row(object));
  }

  /** The row of an object. */
  public ObjectNode row(ObjectNode object) {
    ObjectNode row = Json.object();
    row.set("cells", columns.cells(object, clock.instant()));
    ArrayNode conditions = columns.conditions(object);
    if (!conditions.isEmpty()) {
      row.set("conditions", conditions);
    }
    switch (included) {
      case NONE -> row.putNull("object");
      case METADATA -> row.set("object", PartialMetadata.of(object, version));
      case OBJECT -> row.set("object", object);
    }
    return row;
  }

  /** What a row carries beside its cells. */
  public enum IncludedObject {
    NONE,
    METADATA,
    OBJECT;

    /**
     * Reads the parameter {@code includeObject}.
     *
     * @throws ApiException with 400
     */
    public static IncludedObject parse(String text) {
      return switch (text) {
        case "", "Metadata" -> METADATA;
        case "None" -> NONE;
        case "Object" -> OBJECT;
        default ->
            throw ApiException.badRequest(
                "Unable to convert to Table as requested: includeObject: Invalid value: \""
                    + text
                    + "\": must be 'Metadata', 'Object', 'None', or empty");
      };
    }
  }
}
