package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of one kind in {@code kubectl get}. Immutable and safe for concurrent use. */
public final class TableColumns {
  private TableColumns() {}

  /** The columns of a built-in kind; Name and Age for kinds without columns of their own. */
  public static TableColumns forBuiltIn(GroupVersionKind kind) {
    return new TableColumns();
  }

  /**
   * The columns of a custom resource.
   *
   * @param additionalPrinterColumns the list of the definition's version
   */
  public static TableColumns forCustomResource(@Nullable JsonNode additionalPrinterColumns) {
    return new TableColumns();
  }

  /** {@code columnDefinitions} of a Table. */
  public List<ColumnDefinition> definitions() {
    return List.of(new ColumnDefinition("Name", "string", "name", "Name of the object", 0));
  }

  /** {@code cells} of the row of an object. */
  public ArrayNode cells(ObjectNode object, Instant now) {
    return JsonNodeFactory.instance.arrayNode().add(object.path("metadata").path("name").asText());
  }
}
