package io.mkube.routeros.simulator.menu;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.menu.Property.Trait;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import io.mkube.routeros.simulator.world.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A menu whose rows are those of a table, checked by a schema and completed by rules. */
public final class TableMenu implements Menu {
  private final Table table;
  private final Schema schema;
  private final Set<Verb> verbs;
  private final Rules rules;

  public TableMenu(Table table, Schema schema, Set<Verb> verbs, Rules rules) {
    this.table = table;
    this.schema = schema;
    this.verbs = Set.copyOf(verbs);
    this.rules = rules;
  }

  @Override
  public String path() {
    return table.menu();
  }

  @Override
  public Set<Verb> verbs() {
    return verbs;
  }

  @Override
  public List<Row> rows() {
    return table.rows();
  }

  @Override
  public int rowsWalked() {
    return table.size();
  }

  @Override
  public Optional<Row> find(String idOrName) {
    Optional<RowId> id = RowId.parse(idOrName);
    if (id.isPresent()) {
      return table.find(id.get());
    }
    return schema.has("name") ? table.firstWhere("name", idOrName) : Optional.empty();
  }

  @Override
  public Row add(Map<String, String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, @Nullable String> given = schema.canonical(withoutOrder(arguments));
    for (Property property : schema.properties()) {
      String value = given.get(property.name());
      if (value != null) {
        values.put(property.name(), value);
      } else if (property.traits().contains(Trait.REQUIRED)) {
        throw CommandException.missing(property.name());
      } else if (!property.initial().isEmpty()) {
        values.put(property.name(), property.initial());
      }
    }
    Map<String, String> completed = rules.completed(values);
    checkUnique(null, completed);
    Row row = table.insert(completed, rules.hidden(completed));
    rules.added(row);
    return table.find(row.id()).orElse(row);
  }

  @Override
  public Row set(Row row, Map<String, String> arguments) {
    if (row.flag("dynamic")) {
      throw CommandException.failure("can not change dynamic item");
    }
    Map<String, @Nullable String> changes = schema.canonical(arguments);
    changes.forEach(
        (name, value) -> {
          Property property = schema.property(name);
          if (value == null && property.traits().contains(Trait.REQUIRED)) {
            throw CommandException.invalid(name);
          }
          if (property.traits().contains(Trait.CREATE_ONLY) && !row.value(name).equals(value)) {
            throw CommandException.unknownParameter(name);
          }
        });
    return change(row, changes);
  }

  @Override
  public void unset(Row row, String property) {
    if (schema.property(property).traits().contains(Trait.REQUIRED)) {
      throw CommandException.invalid("value-name");
    }
    Map<String, @Nullable String> change = new LinkedHashMap<>();
    change.put(property, null);
    change(row, change);
  }

  @Override
  public void remove(Row row) {
    rules.checkRemoval(row);
    table.delete(row.id());
    rules.removed(row);
  }

  @Override
  public Set<String> commands() {
    return rules.commands();
  }

  @Override
  public CommandResult command(String name, Map<String, String> arguments) {
    return rules.command(name, arguments);
  }

  private Row change(Row row, Map<String, @Nullable String> changes) {
    Map<String, @Nullable String> complete = new LinkedHashMap<>(changes);
    changes.forEach(
        (name, value) -> {
          String initial = schema.property(name).initial();
          if (value == null && !initial.isEmpty()) {
            complete.put(name, initial);
          }
        });
    Row after = rules.changed(row, row.with(complete));
    checkUnique(row, after.values());
    table.update(after);
    rules.followed(row, after);
    return table.find(row.id()).orElse(after);
  }

  private void checkUnique(@Nullable Row self, Map<String, String> values) {
    for (Property property : schema.properties()) {
      String value = values.get(property.name());
      if (value != null && property.traits().contains(Trait.UNIQUE)) {
        for (Row other : table.where(property.name(), value)) {
          if (self == null || !other.id().equals(self.id())) {
            throw CommandException.failure(duplicate(property.name()));
          }
        }
      }
    }
  }

  private String duplicate(String property) {
    // Interface menus speak of interfaces; the wording of the others is inferred.
    return table.menu().startsWith("/interface")
        ? "already have interface with such " + property
        : "item with such " + property + " already exists";
  }

  private static Map<String, String> withoutOrder(Map<String, String> arguments) {
    if (!arguments.containsKey("place-before")) {
      return arguments;
    }
    Map<String, String> rest = new LinkedHashMap<>(arguments);
    rest.remove("place-before");
    return rest;
  }
}
