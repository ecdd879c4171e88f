package io.mkube.routeros.simulator.system;

import static io.mkube.routeros.simulator.menu.Property.text;

import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.Menu.Verb;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.menu.Durations;
import io.mkube.routeros.simulator.menu.Property;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.menu.Schema;
import io.mkube.routeros.simulator.menu.SettingsMenu;
import io.mkube.routeros.simulator.menu.TableMenu;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.World;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /system/resource}, {@code /system/identity}, {@code /log}, {@code /user/active}. */
public final class SystemMenus {
  private static final long MEMORY = 32L << 30;
  private static final long MEMORY_PER_CONTAINER = 8L << 20;
  private static final long DISK = 128L << 20;

  private final World world;
  private final Boot boot;
  private final RouterOsVersion version;

  public SystemMenus(World world, Boot boot, RouterOsVersion version) {
    this.world = world;
    this.boot = boot;
    this.version = version;
  }

  /** The menus; reboot is what {@code /system/reboot} does. */
  public List<Menu> menus(Runnable reboot) {
    return List.of(
        new SettingsMenu(world.table("/system/resource"), schema(List.of()), row -> resource(row)),
        new SettingsMenu(
            world.table("/system/identity"),
            schema(List.of(text("name"))),
            row -> row.value("name").isEmpty() ? row.with("name", "MikroTik") : row),
        new SystemCommands(reboot),
        list("/log"),
        list("/user/active"));
  }

  /** Rows that a new device has. */
  public void firstTime(String identity, String architecture) {
    world.table("/system/identity").insertSettings(Map.of("name", identity));
    world.table("/system/resource").insertSettings(Map.of("architecture-name", architecture));
  }

  private TableMenu list(String menu) {
    return new TableMenu(
        world.table(menu), schema(List.of()), EnumSet.of(Verb.LIST), new Rules() {});
  }

  private Schema schema(List<Property> properties) {
    return Schema.of(version, properties);
  }

  private Row resource(Row row) {
    long running = world.table("/container").size();
    String architecture = row.value("architecture-name");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("uptime", Durations.print(Duration.ofSeconds(boot.uptime().toSeconds())));
    values.put("version", version + " (stable)");
    values.put("build-time", "2026-01-15 08:00:00");
    values.put("factory-software", "7.9");
    values.put("free-memory", Long.toString(free(MEMORY, running)));
    values.put("total-memory", Long.toString(MEMORY));
    values.put("cpu", architecture.startsWith("arm64") ? "ARM64" : architecture);
    values.put("cpu-count", "16");
    values.put("cpu-frequency", "2000");
    values.put("cpu-load", Long.toString(Math.min(100, 1 + running / 20)));
    values.put("free-hdd-space", boot.diskFull() ? "0" : Long.toString(DISK * 3 / 4));
    values.put("total-hdd-space", Long.toString(DISK));
    values.put("architecture-name", architecture);
    values.put("board-name", architecture.startsWith("x86") ? "CHR" : "RDS2216");
    values.put("platform", "MikroTik");
    return Row.of(row.id(), values);
  }

  private static long free(long total, long containers) {
    return Math.max(total / 16, total / 8 * 7 - containers * MEMORY_PER_CONTAINER);
  }
}
