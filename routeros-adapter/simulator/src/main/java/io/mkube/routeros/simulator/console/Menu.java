package io.mkube.routeros.simulator.console;

import io.mkube.routeros.simulator.world.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A menu of the console. Refusals are {@link CommandException}s. Reads and {@link #add} to {@link
 * #unset} are called inside a transaction of the world; {@link #command} makes its own.
 */
public interface Menu {
  /** Path with slashes, such as {@code /interface/veth}. */
  String path();

  /** Which of the general verbs the menu has. */
  Set<Verb> verbs();

  /** Rows as printed; exactly one for a settings menu. */
  List<Row> rows();

  /** Rows as printed with arguments of {@code print} beyond the general ones. */
  default List<Row> rows(Map<String, String> arguments) {
    for (String name : arguments.keySet()) {
      throw CommandException.unknownParameter(name);
    }
    return rows();
  }

  /** The row of that id or name. */
  Optional<Row> find(String idOrName);

  /** Does the slow reading that an add needs, outside of any transaction. */
  default void prepare(Map<String, String> arguments) {}

  /** Adds a row and returns it as printed. */
  Row add(Map<String, String> arguments);

  /** Changes a row and returns it as printed. */
  Row set(Row row, Map<String, String> arguments);

  /** Removes a row. */
  void remove(Row row);

  /** Unsets a property of a row. */
  void unset(Row row, String property);

  /** Names of the commands beyond the general verbs. */
  Set<String> commands();

  /** Runs such a command. */
  CommandResult command(String name, Map<String, String> arguments);

  /** How many rows a listing walks, which is what its latency depends on. */
  default int rowsWalked() {
    return rows().size();
  }

  /** Whether the menu is one object instead of a list. */
  default boolean settings() {
    return !verbs().contains(Verb.LIST);
  }

  /** General verbs. */
  enum Verb {
    LIST,
    ADD,
    SET,
    REMOVE,
    UNSET,
    ENABLE,
    COMMENT
  }
}
