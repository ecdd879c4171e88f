package io.mkube.routeros.rest;

import io.mkube.routeros.container.ContainerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a container's state is printed: up to 7.20 as the text {@code status}, later as one flag per
 * state. Which release changed it is not documented, so both are read and the text is believed
 * first.
 */
final class StateColumns {
  // In the order in which a flag is believed when several are true.
  private static final List<Map.Entry<String, ContainerState>> FLAGS =
      List.of(
          Map.entry("download/extract failed", ContainerState.FAILED),
          Map.entry("deleting", ContainerState.DELETING),
          Map.entry("downloading/extracting", ContainerState.EXTRACTING),
          Map.entry("downloading", ContainerState.EXTRACTING),
          Map.entry("extracting", ContainerState.EXTRACTING),
          Map.entry("stopping", ContainerState.STOPPING),
          Map.entry("starting", ContainerState.STARTING),
          Map.entry("starting-with-healthcheck", ContainerState.STARTING),
          Map.entry("running", ContainerState.RUNNING),
          Map.entry("healthy", ContainerState.RUNNING),
          Map.entry("unhealthy", ContainerState.RUNNING),
          Map.entry("stopped", ContainerState.STOPPED));

  private StateColumns() {}

  /** All names under which a state may be printed. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of("status"));
    FLAGS.forEach(flag -> names.add(flag.getKey()));
    return names;
  }

  /** The state of a row; {@code UNKNOWN} if it prints none, as a fresh row may. */
  static ContainerState read(Row row) {
    return ofStatus(row.text("status"))
        .or(
            () ->
                FLAGS.stream()
                    .filter(flag -> row.flag(flag.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst())
        .orElse(ContainerState.UNKNOWN);
  }

  private static Optional<ContainerState> ofStatus(String status) {
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "pulling", "downloading", "extracting", "downloading/extracting" ->
          Optional.of(ContainerState.EXTRACTING);
      case "stopped" -> Optional.of(ContainerState.STOPPED);
      case "starting" -> Optional.of(ContainerState.STARTING);
      case "running", "healthy", "unhealthy" -> Optional.of(ContainerState.RUNNING);
      case "stopping" -> Optional.of(ContainerState.STOPPING);
      case "deleting" -> Optional.of(ContainerState.DELETING);
      case "error", "failed" -> Optional.of(ContainerState.FAILED);
      default -> Optional.empty();
    };
  }
}
