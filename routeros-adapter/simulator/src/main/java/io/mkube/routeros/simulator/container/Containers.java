package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.Menu.Verb;
import io.mkube.routeros.simulator.menu.Property;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.menu.Schema;
import io.mkube.routeros.simulator.menu.SettingsMenu;
import io.mkube.routeros.simulator.menu.TableMenu;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Table.Durability;
import io.mkube.routeros.simulator.world.Table.Index;
import io.mkube.routeros.simulator.world.World;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The container menus, and what happens to containers from outside of REST. */
public final class Containers {
  private final Device device;
  private final Lifecycle lifecycle;
  private final List<Menu> menus;

  public Containers(Device device) {
    this.device = device;
    Table logTable = device.world().table("/container/log");
    ContainerLogs logs =
        new ContainerLogs(device.log(), logTable, device.timeline(), device.version());
    RootDirs rootDirs = new RootDirs(device.containers());
    Extraction extraction = new Extraction(device);
    this.lifecycle = new Lifecycle(device, extraction, logs, rootDirs);
    ContainerRules rules = new ContainerRules(device, lifecycle, extraction, rootDirs);
    this.menus =
        List.of(
            new ContainerMenu(
                table("/container", ContainerProperties.containers(device.version()), rules),
                device,
                lifecycle,
                extraction),
            mounts(),
            variables(),
            new SettingsMenu(
                device.world().table("/container/config"),
                schema(ContainerProperties.settings()),
                this::settings),
            new TableMenu(logTable, schema(List.of()), EnumSet.of(Verb.LIST), new Rules() {}));
  }

  /** Declares the tables; other menus refer to them. */
  public static void declare(World world) {
    world.define(
        "/container",
        "container",
        Durability.KEPT,
        Index.of("name"),
        Index.of("root-dir"),
        Index.ofElements("interface"),
        Index.ofElements("mounts"),
        Index.ofElements("mountlists"),
        Index.ofElements("envlist"),
        Index.ofElements("envlists"));
    world.define("/container/mounts", "mount", Durability.KEPT, Index.of("name"), Index.of("list"));
    world.define("/container/envs", "env", Durability.KEPT, Index.of("name"), Index.of("list"));
    world.define("/container/config", "container-config", Durability.KEPT);
    world.define("/container/log", "container-log", Durability.KEPT, Index.of("container"));
  }

  /** Rows that a new device has. */
  public void firstTime() {
    device.world().table("/container/config").insertSettings(Map.of());
  }

  public List<Menu> menus() {
    return menus;
  }

  /** Goes on with what was under way when the simulator ended. */
  public void resume() {
    lifecycle.resume();
  }

  /** Ends all processes; those with {@code start-on-boot} start again at a time. */
  public void reboot(Instant ready) {
    lifecycle.reboot(ready);
  }

  /**
   * Ends the process of a container.
   *
   * @throws CommandException if there is none of that name or id, or it does not run
   */
  public void exit(String idOrName, int code) {
    Row row = menus.getFirst().find(idOrName).orElseThrow(CommandException::noSuchItem);
    lifecycle.exit(row, code);
  }

  private TableMenu mounts() {
    boolean lists = device.version().since(21);
    Table mounts = device.world().table("/container/mounts");
    ListRules rules =
        new ListRules(
            mounts,
            device.containers(),
            lists ? "list" : "name",
            "dst",
            lists ? "mountlists" : "mounts",
            "mount with same dst already exists");
    return table("/container/mounts", ContainerProperties.mounts(), rules);
  }

  private TableMenu variables() {
    boolean lists = device.version().since(20);
    Table variables = device.world().table("/container/envs");
    ListRules rules =
        new ListRules(
            variables,
            device.containers(),
            lists ? "list" : "name",
            "key",
            lists ? "envlists" : "envlist",
            "env with same key already exists");
    return table("/container/envs", ContainerProperties.variables(), rules);
  }

  private TableMenu table(String menu, List<Property> properties, Rules rules) {
    Set<Verb> verbs = EnumSet.of(Verb.LIST, Verb.ADD, Verb.SET, Verb.REMOVE, Verb.COMMENT);
    if (device.version().since(21)) {
      verbs.add(Verb.UNSET);
      if (!menu.equals("/container")) {
        verbs.add(Verb.ENABLE);
      }
    }
    return new TableMenu(device.world().table(menu), schema(properties), verbs, rules);
  }

  private Schema schema(List<Property> properties) {
    return Schema.of(device.version(), properties);
  }

  private Row settings(Row row) {
    if (row.value("registry-url").isEmpty() && device.version().since(18)) {
      boolean linuxServer = !device.version().since(21, 2);
      String url = linuxServer ? "https://lscr.io" : "https://registry-1.docker.io";
      return row.with("assumed-registry-url", url);
    }
    return row;
  }
}
