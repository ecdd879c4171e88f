package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows that containers use by the name of a list: mounts and variables. A list that a container
 * refers to cannot lose rows, and has no two rows with the same key.
 *
 * @param table the rows
 * @param containers the containers
 * @param group property with the list's name
 * @param key property that is unique in a list
 * @param reference property of containers that names lists
 * @param duplicate text when the key is taken
 */
record ListRules(
    Table table, Table containers, String group, String key, String reference, String duplicate)
    implements Rules {
  @Override
  public Map<String, String> completed(Map<String, String> values) {
    Map<String, String> complete = new LinkedHashMap<>(values);
    // Sources are kept with a leading slash whatever was given.
    complete.computeIfPresent("src", (name, path) -> slashed(path));
    complete.computeIfPresent("dst", (name, path) -> destination(path));
    checkKey(complete.getOrDefault(group, ""), complete.getOrDefault(key, ""));
    return complete;
  }

  @Override
  public Row changed(Row before, Row after) {
    Row row = after;
    if (!row.value("src").isEmpty()) {
      row = row.with("src", slashed(row.value("src")));
    }
    if (!row.value("dst").isEmpty()) {
      row = row.with("dst", destination(row.value("dst")));
    }
    boolean moved =
        !before.value(group).equals(row.value(group)) || !before.value(key).equals(row.value(key));
    if (moved) {
      checkKey(row.value(group), row.value(key));
    }
    return row;
  }

  @Override
  public void checkRemoval(Row row) {
    if (containers.firstWhere(reference, row.value(group)).isPresent()) {
      throw CommandException.failure("in use by container");
    }
  }

  private void checkKey(String list, String value) {
    for (Row other : table.where(group, list)) {
      if (other.value(key).equals(value)) {
        throw CommandException.failure(duplicate);
      }
    }
  }

  private static String slashed(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  private static String destination(String path) {
    String slashed = slashed(path);
    String normal =
        slashed.length() > 1 && slashed.endsWith("/")
            ? slashed.substring(0, slashed.length() - 1)
            : slashed;
    if (normal.equals("/")) {
      throw CommandException.invalid("dst");
    }
    return normal;
  }
}
