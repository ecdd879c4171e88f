package io.mkube.routeros.simulator.network;

import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What containers do to the veths that they use. Used inside transactions. */
public final class HeldVeths {
  private static final String HELD_UNTIL = "held-until";
  private static final String SETTLING_UNTIL = "settling-until";

  private final Interfaces interfaces;

  public HeldVeths(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  /** Whether a veth exists and no container holds it. */
  public boolean free(String name, Instant now) {
    return exists(name)
        && interfaces.containers().where("interface", name).isEmpty()
        && interfaces.veths().firstWhere("name", name).stream()
            .noneMatch(veth -> until(veth).isAfter(now));
  }

  public boolean exists(String name) {
    return interfaces.veths().firstWhere("name", name).isPresent();
  }

  /** A container runs on the veth: it is up, and a port of some bridge. */
  public void started(String name) {
    Table veths = interfaces.veths();
    veths.firstWhere("name", name).ifPresent(veth -> veths.update(veth.with("running", "true")));
    if (interfaces.ports().firstWhere("interface", name).isEmpty()) {
      bridgeFor(name).ifPresent(bridge -> addDynamicPort(bridge, name));
    }
  }

  /** No container runs on the veth any more. */
  public void stopped(String name) {
    Table veths = interfaces.veths();
    veths.firstWhere("name", name).ifPresent(veth -> veths.update(veth.with("running", "false")));
  }

  /** The container on the veth was removed; the veth settles and may be held for a while. */
  public void released(String name, Instant settlingUntil, Instant heldUntil) {
    Table veths = interfaces.veths();
    veths
        .firstWhere("name", name)
        .ifPresent(
            veth ->
                veths.update(
                    veth.with("running", "false")
                        .withHidden(SETTLING_UNTIL, Long.toString(settlingUntil.toEpochMilli()))
                        .withHidden(HELD_UNTIL, Long.toString(heldUntil.toEpochMilli()))));
  }

  /** Whether another container left the veth a moment ago. */
  public boolean settling(String name, Instant now) {
    return interfaces.veths().firstWhere("name", name).stream()
        .anyMatch(veth -> time(veth, SETTLING_UNTIL).isAfter(now));
  }

  /** Removes what a reboot removes: dynamic ports. */
  public void rebooted() {
    for (Row port : interfaces.ports().rows()) {
      if (port.flag("dynamic")) {
        interfaces.ports().delete(port.id());
      }
    }
    for (Row veth : interfaces.veths().rows()) {
      interfaces.veths().update(veth.with("running", "false"));
    }
  }

  static Instant until(Row veth) {
    return time(veth, HELD_UNTIL);
  }

  private static Instant time(Row veth, String name) {
    String millis = veth.hidden(name);
    return millis.isEmpty() ? Instant.MIN : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  /** The bridge that has an address in the veth's network, else the oldest (inferred). */
  private Optional<Row> bridgeFor(String name) {
    String prefix =
        interfaces.veths().firstWhere("name", name).map(veth -> veth.value("address")).orElse("");
    for (Row bridge : interfaces.bridges().rows()) {
      for (Row address : interfaces.addresses().where("interface", bridge.value("name"))) {
        if (AddressRules.sameNetwork(address.value("address"), prefix)) {
          return Optional.of(bridge);
        }
      }
    }
    return interfaces.bridges().first();
  }

  private void addDynamicPort(Row bridge, String name) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("bridge", bridge.value("name"));
    values.put("interface", name);
    values.put("dynamic", "true");
    values.put("disabled", "false");
    values.put("inactive", "false");
    interfaces.ports().insert(values, Map.of());
  }
}
