package io.mkube.routeros.simulator.menu;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.world.Row;
import java.util.Map;
import java.util.Set;

/** What a menu does beyond keeping rows. Called inside a transaction, except {@link #command}. */
public interface Rules {
  /** Completes a new row before it is added, or refuses it. */
  default Map<String, String> completed(Map<String, String> values) {
    return values;
  }

  /** Hidden values of a new row. */
  default Map<String, String> hidden(Map<String, String> values) {
    return Map.of();
  }

  /** Completes a changed row before it replaces the old one, or refuses it. */
  default Row changed(Row before, Row after) {
    return after;
  }

  /** Follows up on a new row. */
  default void added(Row row) {}

  /** Follows up on a changed row. */
  default void followed(Row before, Row after) {}

  /** Refuses the removal of a row. */
  default void checkRemoval(Row row) {}

  /** Follows up on a removed row. */
  default void removed(Row row) {}

  /** Further commands. */
  default Set<String> commands() {
    return Set.of();
  }

  /** Runs a further command. */
  default CommandResult command(String name, Map<String, String> arguments) {
    throw CommandException.noSuchCommand();
  }
}
