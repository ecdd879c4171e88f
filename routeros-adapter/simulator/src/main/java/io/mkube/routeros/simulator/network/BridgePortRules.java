package io.mkube.routeros.simulator.network;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.world.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** An interface is a port of one bridge only. */
final class BridgePortRules implements Rules {
  private final Interfaces interfaces;

  BridgePortRules(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  @Override
  public Map<String, String> completed(Map<String, String> values) {
    check(values.getOrDefault("bridge", ""), values.getOrDefault("interface", ""));
    if (interfaces
        .ports()
        .firstWhere("interface", values.getOrDefault("interface", ""))
        .isPresent()) {
      throw CommandException.failure("device already added as bridge port");
    }
    Map<String, String> complete = new LinkedHashMap<>(values);
    complete.put("dynamic", "false");
    complete.put("inactive", "false");
    return complete;
  }

  @Override
  public Row changed(Row before, Row after) {
    String name = after.value("interface");
    boolean sameBridge = before.value("bridge").equals(after.value("bridge"));
    boolean sameInterface = before.value("interface").equals(name);
    if (sameBridge && sameInterface) {
      return after;
    }
    check(after.value("bridge"), name);
    if (!sameInterface && interfaces.ports().firstWhere("interface", name).isPresent()) {
      throw CommandException.failure("device already added as bridge port");
    }
    return after.with("inactive", "false");
  }

  @Override
  public void checkRemoval(Row row) {
    if (row.flag("dynamic")) {
      throw CommandException.failure("can not remove dynamic port");
    }
  }

  private void check(String bridge, String name) {
    if (interfaces.bridges().firstWhere("name", bridge).isEmpty()) {
      throw CommandException.noMatch("bridge");
    }
    if (interfaces.find(name).isEmpty() || name.equals(bridge)) {
      throw CommandException.noMatch("interface");
    }
  }
}
