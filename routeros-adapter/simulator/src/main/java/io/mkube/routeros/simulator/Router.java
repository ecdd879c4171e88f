package io.mkube.routeros.simulator;

import io.mkube.routeros.simulator.console.Console;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.container.Containers;
import io.mkube.routeros.simulator.container.Device;
import io.mkube.routeros.simulator.control.Controls;
import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.FaultPlan;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.file.FileMenu;
import io.mkube.routeros.simulator.file.FileReading;
import io.mkube.routeros.simulator.file.FileTree;
import io.mkube.routeros.simulator.file.RealFiles;
import io.mkube.routeros.simulator.http.HttpHandler;
import io.mkube.routeros.simulator.journal.Call;
import io.mkube.routeros.simulator.journal.CallJournal;
import io.mkube.routeros.simulator.network.HeldVeths;
import io.mkube.routeros.simulator.network.Interfaces;
import io.mkube.routeros.simulator.network.NetworkMenus;
import io.mkube.routeros.simulator.persistence.Journal;
import io.mkube.routeros.simulator.rest.Credentials;
import io.mkube.routeros.simulator.rest.RestHandler;
import io.mkube.routeros.simulator.rest.WebService;
import io.mkube.routeros.simulator.system.Boot;
import io.mkube.routeros.simulator.system.DeviceLog;
import io.mkube.routeros.simulator.system.SystemMenus;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import io.mkube.routeros.simulator.world.Table.Durability;
import io.mkube.routeros.simulator.world.Table.Index;
import io.mkube.routeros.simulator.world.Timeline;
import io.mkube.routeros.simulator.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one place where the parts of a router meet. Thread-safe. */
final class Router implements Controls {
  private static final String PORTS = "#ports";
  private static final Duration WRITE_BACK = Duration.ofSeconds(40);

  private final World world;
  private final Faults faults;
  private final CallJournal calls = new CallJournal();
  private final FileTree files;
  private final Boot boot;
  private final DeviceLog log;
  private final HeldVeths veths;
  private final Containers containers;
  private final SystemMenus system;
  private final Interfaces interfaces;
  private final RestHandler rest;

  Router(SimulatorConfig config, Journal journal, Path folder) {
    RouterOsVersion version = RouterOsVersion.parse(config.version());
    Timeline timeline = new Timeline(config.clock());
    world = new World(timeline, journal);
    faults = new Faults(config.faults());
    Containers.declare(world);
    interfaces = new Interfaces(world);
    declare(world);
    files = new FileTree(world.table("/file"), timeline, new RealFiles(folder), version);
    boot = new Boot(world.table(Boot.TABLE), timeline, faults);
    log = new DeviceLog(world.table("/log"), timeline);
    veths = new HeldVeths(interfaces);
    containers = new Containers(new Device(world, version, faults, files, veths, log, boot));
    system = new SystemMenus(world, boot, version);
    List<Menu> menus = new ArrayList<>(containers.menus());
    menus.addAll(NetworkMenus.of(interfaces, version, timeline));
    menus.addAll(system.menus(this::reboot));
    menus.add(
        new FileMenu(
            world.table("/file"), files, new FileReading(world, files), version, boot::diskFull));
    rest =
        new RestHandler(
            new WebService(
                world,
                new Console(menus),
                boot,
                faults,
                calls,
                new Credentials(config.user(), config.password()),
                config.timeLimit()));
    begin(config, menus);
  }

  HttpHandler rest() {
    return rest;
  }

  List<Call> calls() {
    return calls.calls();
  }

  /** The port that a listener had at the last start, 0 if unknown. */
  int port(String listener) {
    return world.transaction(
        () -> {
          String port =
              world.table(PORTS).find(RowId.SETTINGS).map(row -> row.value(listener)).orElse("");
          return port.isEmpty() ? 0 : Integer.parseInt(port);
        });
  }

  /** Remembers the ports for the next start. */
  void ports(Map<String, Integer> ports) {
    Map<String, String> values = new LinkedHashMap<>();
    ports.forEach((listener, port) -> values.put(listener, Integer.toString(port)));
    world.run(() -> world.table(PORTS).insertSettings(values));
  }

  @Override
  public Map<String, Object> callsAsJson() {
    return calls.json();
  }

  @Override
  public void clearCalls() {
    calls.clear();
  }

  @Override
  public Map<String, List<Map<String, String>>> world() {
    return world.snapshot();
  }

  @Override
  public void faults(FaultPlan plan) {
    faults.plan(plan);
  }

  @Override
  public FaultPlan faults() {
    return faults.plan();
  }

  @Override
  public void reboot() {
    world.run(
        () -> {
          rest.reboot();
          log.clear();
          Instant ready = boot.restart();
          veths.rebooted();
          containers.reboot(ready);
          log.write("system,info", "router rebooted");
        });
  }

  @Override
  public void powerCycle() {
    world.run(
        () -> {
          if (faults.strikes(Fault.UNWRITTEN_FILES)) {
            files.loseWritesSince(world.timeline().now().minus(WRITE_BACK));
          }
          reboot();
        });
  }

  @Override
  public void fillDisk(boolean full) {
    world.run(() -> boot.diskFull(full));
  }

  @Override
  public void advance(Duration duration) {
    world.advance(duration);
  }

  @Override
  public void exit(String container, int code) {
    world.run(() -> containers.exit(container, code));
  }

  private static void declare(World world) {
    world.define("/file", "file", Durability.KEPT, Index.of("name"));
    world.define("/log", "log", Durability.KEPT);
    world.define("/user/active", "user", Durability.VOLATILE);
    world.define("/system/resource", "resource", Durability.KEPT);
    world.define("/system/identity", "identity", Durability.KEPT);
    world.define(Boot.TABLE, "boot", Durability.KEPT);
    world.define(PORTS, "ports", Durability.KEPT);
  }

  private void begin(SimulatorConfig config, List<Menu> menus) {
    world.run(
        () -> {
          if (world.load()) {
            containers.resume();
            return;
          }
          boot.firstTime();
          system.firstTime(config.identity(), config.architecture());
          containers.firstTime();
          interfaces.addEthernet("ether1");
          config.disks().forEach(files::makeDisk);
          config.bridges().forEach(bridge -> addBridge(menus, bridge));
        });
  }

  private static void addBridge(List<Menu> menus, SimulatorConfig.InitialBridge bridge) {
    Menu bridges = menu(menus, "/interface/bridge");
    Row row = bridges.add(Map.of("name", bridge.name()));
    if (!bridge.address().isEmpty()) {
      menu(menus, "/ip/address")
          .add(Map.of("address", bridge.address(), "interface", row.value("name")));
    }
  }

  private static Menu menu(List<Menu> menus, String path) {
    return menus.stream().filter(menu -> menu.path().equals(path)).findFirst().orElseThrow();
  }
}
