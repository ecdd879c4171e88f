package io.mkube.routeros.simulator.network;

import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import io.mkube.routeros.simulator.world.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /interface}: all interfaces under the ids that they have in their own menus. */
final class InterfaceMenu implements Menu {
  private final Map<String, Table> tables;

  InterfaceMenu(Interfaces interfaces) {
    tables = new LinkedHashMap<>();
    tables.put("ether", interfaces.ethernets());
    tables.put("bridge", interfaces.bridges());
    tables.put("veth", interfaces.veths());
  }

  @Override
  public String path() {
    return "/interface";
  }

  @Override
  public Set<Verb> verbs() {
    return Set.of(Verb.LIST);
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    tables.forEach(
        (type, table) -> {
          for (Row row : table.rows()) {
            rows.add(view(type, row));
          }
        });
    return rows;
  }

  @Override
  public int rowsWalked() {
    return tables.values().stream().mapToInt(Table::size).sum();
  }

  @Override
  public Optional<Row> find(String idOrName) {
    Optional<RowId> id = RowId.parse(idOrName);
    for (Map.Entry<String, Table> entry : tables.entrySet()) {
      Optional<Row> row =
          id.isPresent()
              ? entry.getValue().find(id.get())
              : entry.getValue().firstWhere("name", idOrName);
      if (row.isPresent()) {
        return row.map(found -> view(entry.getKey(), found));
      }
    }
    return Optional.empty();
  }

  private static Row view(String type, Row row) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", row.value("name"));
    values.put("type", type);
    values.put("actual-mtu", "1500");
    values.put("mtu", "1500");
    for (String name : List.of("mac-address", "running", "disabled", "comment")) {
      if (!row.value(name).isEmpty()) {
        values.put(name, row.value(name));
      }
    }
    return Row.of(row.id(), values);
  }
}
