package io.mkube.routeros.simulator.console;

import io.mkube.routeros.simulator.world.Row;
import java.util.List;

/** What a command produced. */
public sealed interface CommandResult {
  /** Nothing; REST prints {@code []}. */
  record Nothing() implements CommandResult {}

  /**
   * A return value; REST prints {@code {"ret":"…"}}.
   *
   * @param value the value
   */
  record Returned(String value) implements CommandResult {}

  /**
   * Rows.
   *
   * @param rows the rows
   */
  record Rows(List<Row> rows) implements CommandResult {
    public Rows {
      rows = List.copyOf(rows);
    }
  }
}
