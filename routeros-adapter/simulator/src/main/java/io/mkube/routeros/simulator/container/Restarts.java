package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.menu.Durations;
import io.mkube.routeros.simulator.world.Row;
import java.time.Duration;
import java.util.Optional;

/** When the device starts a process again that ended by itself. */
final class Restarts {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

  private Restarts() {}

  /** How long until the restart; empty for none. */
  static Optional<Duration> after(Row row, int code, RouterOsVersion version) {
    if (!version.since(23)) {
      return Durations.parse(row.value("auto-restart-interval"));
    }
    boolean wanted =
        switch (row.value("restart-policy")) {
          case "always" -> true;
          case "on-failure" -> code != 0;
          default -> false;
        };
    String most = row.value("restart-max-count");
    long count = Long.parseLong(row.values().getOrDefault("restart-count", "0"));
    boolean exhausted =
        !most.isEmpty() && Long.parseLong(most) > 0 && count >= Long.parseLong(most);
    if (!wanted || exhausted) {
      return Optional.empty();
    }
    return Optional.of(Durations.parse(row.value("restart-interval")).orElse(DEFAULT_INTERVAL));
  }
}
