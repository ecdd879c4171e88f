package io.mkube.routeros.simulator.menu;

import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A menu that is one object. */
public final class SettingsMenu implements Menu {
  private final Table table;
  private final Schema schema;
  private final UnaryOperator<Row> view;

  /**
   * A menu over the one row of a table.
   *
   * @param view adds what is computed when it is read
   */
  public SettingsMenu(Table table, Schema schema, UnaryOperator<Row> view) {
    this.table = table;
    this.schema = schema;
    this.view = view;
  }

  @Override
  public String path() {
    return table.menu();
  }

  @Override
  public Set<Verb> verbs() {
    return schema.properties().isEmpty() ? Set.of() : Set.of(Verb.SET);
  }

  @Override
  public List<Row> rows() {
    return List.of(view.apply(table.settings()));
  }

  @Override
  public Optional<Row> find(String idOrName) {
    return Optional.empty();
  }

  @Override
  public Row set(Row row, Map<String, String> arguments) {
    return view.apply(table.update(table.settings().with(schema.canonical(arguments))));
  }
}
