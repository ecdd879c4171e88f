package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of one kind in {@code kubectl get}. Immutable and safe for concurrent use. */
public final class TableColumns {
  private final List<Column> columns;
  private final boolean completes;

  private TableColumns(List<Column> columns, boolean completes) {
    this.columns = List.copyOf(columns);
    this.completes = completes;
  }

  /** The columns of a built-in kind; Name and Age for kinds without columns of their own. */
  public static TableColumns forBuiltIn(GroupVersionKind kind) {
    boolean pod = kind.group().isEmpty() && kind.kind().equals("Pod");
    return new TableColumns(BuiltInColumns.of(kind), pod);
  }

  /**
   * The columns of a custom resource: its name, then those of its definition, or the age when the
   * definition has none. A column whose path cannot be read is left empty.
   *
   * @param additionalPrinterColumns the list of the definition's version
   */
  public static TableColumns forCustomResource(@Nullable JsonNode additionalPrinterColumns) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.NAME);
    if (additionalPrinterColumns == null || additionalPrinterColumns.isEmpty()) {
      columns.add(DefinedColumn.AGE);
    } else {
      additionalPrinterColumns.forEach(column -> columns.add(DefinedColumn.parse(column)));
    }
    return new TableColumns(columns, false);
  }

  /** {@code columnDefinitions} of a Table. */
  public List<ColumnDefinition> definitions() {
    return columns.stream().map(Column::definition).toList();
  }

  /** {@code conditions} of the row of an object; empty unless it has come to its end. */
  public ArrayNode conditions(ObjectNode object) {
    ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
    String phase = completes ? object.path("status").path("phase").asText() : "";
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      boolean well = phase.equals("Succeeded");
      conditions
          .addObject()
          .put("type", "Completed")
          .put("status", "True")
          .put("reason", phase)
          .put("message", well ? "The pod has completed successfully." : "The pod failed.");
    }
    return conditions;
  }

  /** {@code cells} of the row of an object. */
  public ArrayNode cells(ObjectNode object, Instant now) {
    ArrayNode cells = JsonNodeFactory.instance.arrayNode();
    for (Column column : columns) {
      cells.add(column.cell().of(object, now));
    }
    return cells;
  }
}
