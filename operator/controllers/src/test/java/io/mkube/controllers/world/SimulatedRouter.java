package io.mkube.controllers.world;

import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.rest.RouterOs;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import java.time.InstantSource;
import java.util.List;

/** A connection to a simulated router; its Node is named {@code rose}. */
public final class SimulatedRouter {
  private SimulatedRouter() {}

  public static RouterOsSimulator start() {
    return RouterOsSimulator.start(SimulatorConfig.defaults().withIdentity("rose"));
  }

  public static DeviceNode connect(RouterOsSimulator simulator, InstantSource clock) {
    return new DeviceNode(
        new DeviceSettings(
            "rose", "raid1/mkube", List.of("192.168.88.1"), DeviceSettings.DEFAULT_CYCLE),
        RouterOs.connect(new RouterOsConfig(simulator.url(), "admin", "")),
        WriteGuard.OPEN,
        clock);
  }
}
