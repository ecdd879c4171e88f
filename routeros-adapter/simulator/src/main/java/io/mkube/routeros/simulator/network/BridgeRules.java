package io.mkube.routeros.simulator.network;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.world.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bridges: one name space with all interfaces. */
final class BridgeRules implements Rules {
  private final Interfaces interfaces;

  BridgeRules(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  @Override
  public Map<String, String> completed(Map<String, String> values) {
    Map<String, String> complete = new LinkedHashMap<>(values);
    String name = freeName(values.getOrDefault("name", ""));
    complete.put("name", name);
    complete.put("mac-address", complete.getOrDefault("admin-mac", MacAddresses.of(name, 0)));
    complete.put("actual-mtu", "1500");
    complete.put("l2mtu", "65535");
    complete.put("running", "true");
    complete.put("dynamic", "false");
    return complete;
  }

  @Override
  public Row changed(Row before, Row after) {
    String name = after.value("name");
    if (!before.value("name").equals(name) && interfaces.find(name).isPresent()) {
      throw CommandException.failure("already have interface with such name");
    }
    return after;
  }

  @Override
  public void followed(Row before, Row after) {
    if (!before.value("name").equals(after.value("name"))) {
      interfaces.renamed(before.value("name"), after.value("name"));
    }
  }

  @Override
  public void removed(Row row) {
    interfaces.dangle(row);
  }

  private String freeName(String given) {
    if (given.isEmpty()) {
      int number = 1;
      while (interfaces.find("bridge" + number).isPresent()) {
        number++;
      }
      return "bridge" + number;
    }
    if (interfaces.find(given).isPresent()) {
      throw CommandException.failure("already have interface with such name");
    }
    return given;
  }
}
