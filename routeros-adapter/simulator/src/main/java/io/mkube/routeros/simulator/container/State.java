package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.world.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** States of a container, and how a release prints them: as one text, or since 7.21 as flags. */
enum State {
  EXTRACTING("extracting", "downloading/extracting"),
  FAILED("error", "download/extract failed"),
  STOPPED("stopped", "stopped"),
  STARTING("starting", "starting"),
  RUNNING("running", "running"),
  STOPPING("stopping", "stopping"),
  DELETING("stopping", "deleting");

  static final String HIDDEN = "state";

  private final String text;
  private final String flag;

  State(String text, String flag) {
    this.text = text;
    this.flag = flag;
  }

  /** The state that a row is in. */
  static State of(Row row) {
    return valueOf(row.hidden(HIDDEN));
  }

  /** The row in this state. */
  Row enter(Row row, RouterOsVersion version) {
    return print(row, version).withHidden(HIDDEN, name());
  }

  /** The row as if it were in this state. */
  Row print(Row row, RouterOsVersion version) {
    // The release of the switch is inferred: 7.20 or 7.21.
    if (!version.since(21)) {
      return row.with("status", text);
    }
    Map<String, @Nullable String> flags = new LinkedHashMap<>();
    for (State state : values()) {
      flags.put(state.flag, null);
    }
    flags.put(flag, "true");
    return row.with(flags);
  }
}
