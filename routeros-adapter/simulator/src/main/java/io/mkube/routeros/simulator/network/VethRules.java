package io.mkube.routeros.simulator.network;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Timeline;
import java.util.LinkedHashMap;
import java.util.Map;

/** A veth cannot go while a container refers to it, running or not. */
final class VethRules implements Rules {
  private final Interfaces interfaces;
  private final RouterOsVersion version;
  private final Timeline timeline;

  VethRules(Interfaces interfaces, RouterOsVersion version, Timeline timeline) {
    this.interfaces = interfaces;
    this.version = version;
    this.timeline = timeline;
  }

  @Override
  public Map<String, String> completed(Map<String, String> values) {
    Map<String, String> complete = new LinkedHashMap<>(values);
    String name = values.getOrDefault("name", "");
    if (interfaces.find(name).isPresent()) {
      throw CommandException.failure("already have interface with such name");
    }
    if (version.since(20)) {
      complete.putIfAbsent("mac-address", MacAddresses.of(name, 0));
    }
    if (version.since(21)) {
      complete.putIfAbsent("container-mac-address", MacAddresses.of(name, 1));
    }
    complete.put("running", "false");
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
    String old = before.value("name");
    if (!old.equals(after.value("name"))) {
      interfaces.renamed(old, after.value("name"));
      for (Row container : interfaces.containers().where("interface", old)) {
        interfaces.containers().update(container.with("interface", after.value("name")));
      }
    }
  }

  @Override
  public void checkRemoval(Row row) {
    boolean held =
        !interfaces.containers().where("interface", row.value("name")).isEmpty()
            || HeldVeths.until(row).isAfter(timeline.now());
    if (held) {
      throw CommandException.failure("in use by container");
    }
  }

  @Override
  public void removed(Row row) {
    interfaces.dangle(row);
  }
}
