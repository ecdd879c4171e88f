package io.mkube.routeros.simulator.network;

import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Table.Durability;
import io.mkube.routeros.simulator.world.Table.Index;
import io.mkube.routeros.simulator.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of all interfaces; they share their ids. Used inside transactions. */
public final class Interfaces {
  static final String SEQUENCE = "interface";

  private final Table ethernets;
  private final Table bridges;
  private final Table veths;
  private final Table ports;
  private final Table addresses;
  private final Table containers;

  /** Declares the tables; the table of containers must be declared already. */
  public Interfaces(World world) {
    ethernets = world.define("/interface/ethernet", SEQUENCE, Durability.KEPT, Index.of("name"));
    bridges = world.define("/interface/bridge", SEQUENCE, Durability.KEPT, Index.of("name"));
    veths = world.define("/interface/veth", SEQUENCE, Durability.KEPT, Index.of("name"));
    ports =
        world.define(
            "/interface/bridge/port",
            "bridge-port",
            Durability.KEPT,
            Index.of("interface"),
            Index.of("bridge"));
    addresses =
        world.define(
            "/ip/address", "address", Durability.KEPT, Index.of("interface"), Index.of("address"));
    containers = world.table("/container");
  }

  Table ethernets() {
    return ethernets;
  }

  Table bridges() {
    return bridges;
  }

  Table veths() {
    return veths;
  }

  Table ports() {
    return ports;
  }

  Table addresses() {
    return addresses;
  }

  Table containers() {
    return containers;
  }

  /** The interface of that name, of any kind. */
  Optional<Row> find(String name) {
    return veths
        .firstWhere("name", name)
        .or(() -> bridges.firstWhere("name", name))
        .or(() -> ethernets.firstWhere("name", name));
  }

  /** Lets rows that name an interface follow its new name. */
  void renamed(String before, String after) {
    for (Table table : List.of(ports, addresses)) {
      for (Row row : table.where("interface", before)) {
        table.update(row.with("interface", after));
      }
    }
    for (Row row : ports.where("bridge", before)) {
      ports.update(row.with("bridge", after));
    }
  }

  /** Leaves rows that named a removed interface with its bare id, as the device does. */
  void dangle(Row gone) {
    String name = gone.value("name");
    String id = gone.id().toString();
    for (Row port : ports.where("interface", name)) {
      if (port.flag("dynamic")) {
        ports.delete(port.id());
      } else {
        ports.update(port.with(Map.of("interface", id, "inactive", "true")));
      }
    }
    for (Row port : ports.where("bridge", name)) {
      if (port.flag("dynamic")) {
        ports.delete(port.id());
      } else {
        ports.update(port.with(Map.of("bridge", id, "inactive", "true")));
      }
    }
    for (Row address : addresses.where("interface", name)) {
      addresses.update(
          address.with(Map.of("interface", id, "actual-interface", id, "invalid", "true")));
    }
  }

  /** An ethernet port of the machine. */
  public void addEthernet(String name) {
    if (ethernets.firstWhere("name", name).isEmpty()) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("name", name);
      values.put("mac-address", MacAddresses.of(name, 0));
      values.put("running", "true");
      values.put("disabled", "false");
      ethernets.insert(values, Map.of());
    }
  }
}
