package io.mkube.routeros.simulator.console;

import io.mkube.routeros.simulator.world.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A menu of the console, which refuses every verb and command that it does not implement. Refusals
 * are {@link CommandException}s. Reads and {@link #add} to {@link #unset} are called inside a
 * transaction of the world; {@link #command} makes its own.
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
  default Row add(Map<String, String> arguments) {
    throw CommandException.noVerb("add");
  }

  /** Changes a row and returns it as printed. */
  default Row set(Row row, Map<String, String> arguments) {
    throw CommandException.noVerb("set");
  }

  /** Removes a row. */
  default void remove(Row row) {
    throw CommandException.noVerb("remove");
  }

  /** Unsets a property of a row. */
  default void unset(Row row, String property) {
    throw CommandException.noVerb("unset");
  }

  /** Names of the commands beyond the general verbs. */
  default Set<String> commands() {
    return Set.of();
  }

  /** Runs such a command. */
  default CommandResult command(String name, Map<String, String> arguments) {
    throw CommandException.noSuchCommand();
  }

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
