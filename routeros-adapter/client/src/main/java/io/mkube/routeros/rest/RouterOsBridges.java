package io.mkube.routeros.rest;

import io.mkube.routeros.network.Bridges;
import java.util.List;

/** Menus {@code /interface/bridge} and {@code /interface/bridge/port}. */
final class RouterOsBridges implements Bridges {
  private final Console console;

  RouterOsBridges(Console console) {
    this.console = console;
  }

  @Override
  public List<Bridge> list() {
    return console.print(Menu.BRIDGE, List.of(".id", "name", "comment")).stream()
        .map(row -> new Bridge(row.id(), row.text("name"), row.text("comment")))
        .toList();
  }

  @Override
  public List<BridgePort> listPorts() {
    return console
        .print(Menu.BRIDGE_PORT, List.of(".id", "bridge", "interface", "comment", "dynamic"))
        .stream()
        .map(
            row ->
                new BridgePort(
                    row.id(),
                    row.text("bridge"),
                    row.text("interface"),
                    row.text("comment"),
                    row.flag("dynamic")))
        .toList();
  }

  @Override
  public String add(String name, String comment) {
    Arguments arguments = new Arguments().put("name", name).put("comment", comment);
    return console.add(Menu.BRIDGE, arguments, console.operation("add", Menu.BRIDGE, name));
  }

  @Override
  public void remove(String id) {
    console.run(
        Menu.BRIDGE, "remove", Arguments.of(id), console.operation("remove", Menu.BRIDGE, id));
  }

  @Override
  public String addPort(String bridge, String interfaceName, String comment) {
    Arguments arguments =
        new Arguments()
            .put("bridge", bridge)
            .put("interface", interfaceName)
            .put("comment", comment);
    return console.add(
        Menu.BRIDGE_PORT,
        arguments,
        console.operation("add", Menu.BRIDGE_PORT, interfaceName + " of " + bridge));
  }

  @Override
  public void removePort(String id) {
    console.run(
        Menu.BRIDGE_PORT,
        "remove",
        Arguments.of(id),
        console.operation("remove", Menu.BRIDGE_PORT, id));
  }
}
