package io.mkube.routeros.simulator.network;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.menu.IpText;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.world.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses of the router itself. */
final class AddressRules implements Rules {
  private final Interfaces interfaces;

  AddressRules(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  static boolean sameNetwork(String outer, String prefixes) {
    for (String prefix : prefixes.split(",", -1)) {
      if (!prefix.isEmpty() && IpText.contains(outer, prefix)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Map<String, String> completed(Map<String, String> values) {
    String address = single(values.getOrDefault("address", ""));
    String name = values.getOrDefault("interface", "");
    if (interfaces.find(name).isEmpty()) {
      throw CommandException.noMatch("interface");
    }
    checkDuplicate(address, name);
    Map<String, String> complete = new LinkedHashMap<>(values);
    complete.putIfAbsent("network", IpText.network(address).orElseThrow());
    complete.put("actual-interface", actual(name));
    complete.put("invalid", "false");
    complete.put("dynamic", "false");
    return complete;
  }

  @Override
  public Row changed(Row before, Row after) {
    String address = single(after.value("address"));
    String name = after.value("interface");
    boolean same =
        before.value("address").equals(address) && before.value("interface").equals(name);
    if (same) {
      return after;
    }
    if (interfaces.find(name).isEmpty()) {
      throw CommandException.noMatch("interface");
    }
    checkDuplicate(address, name);
    return after.with(
        Map.of(
            "network", IpText.network(address).orElseThrow(),
            "actual-interface", actual(name),
            "invalid", "false"));
  }

  private void checkDuplicate(String address, String name) {
    for (Row row : interfaces.addresses().where("address", address)) {
      if (row.value("interface").equals(name)) {
        throw CommandException.failure("already have such address");
      }
    }
  }

  private String actual(String name) {
    return interfaces
        .ports()
        .firstWhere("interface", name)
        .map(port -> port.value("bridge"))
        .orElse(name);
  }

  private static String single(String address) {
    if (address.indexOf(',') >= 0) {
      throw CommandException.invalid("address");
    }
    return address;
  }
}
