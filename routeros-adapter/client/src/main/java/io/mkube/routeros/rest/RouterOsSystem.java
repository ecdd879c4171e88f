package io.mkube.routeros.rest;

import io.mkube.routeros.system.RouterSystem;
import java.util.List;

/** Menus {@code /system/resource} and {@code /system/identity}. */
final class RouterOsSystem implements RouterSystem {
  private final Console console;

  RouterOsSystem(Console console) {
    this.console = console;
  }

  @Override
  public SystemResource resource() {
    Row row = console.resource();
    return new SystemResource(
        row.text("version"),
        row.text("architecture-name"),
        row.text("board-name"),
        row.text("platform"),
        Math.toIntExact(Math.min(row.number("cpu-count"), Integer.MAX_VALUE)),
        Math.toIntExact(Math.min(row.number("cpu-load"), 100)),
        row.size("total-memory"),
        row.size("free-memory"),
        row.text("uptime"));
  }

  @Override
  public String identity() {
    return console.settings(Menu.IDENTITY, List.of("name")).text("name");
  }
}
