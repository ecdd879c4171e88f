package io.mkube.controllers.world;

import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.rest.RouterOs;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import io.mkube.routeros.simulator.journal.Call;
import java.time.InstantSource;
import java.util.List;

/** A router named {@code rose}, and the connection to it. */
public final class SimulatedRouter implements AutoCloseable {
  private final RouterOsSimulator simulator;
  private final DeviceNode device;

  private SimulatedRouter(RouterOsSimulator simulator, InstantSource clock) {
    this.simulator = simulator;
    this.device =
        new DeviceNode(
            new DeviceSettings(
                "rose", "raid1/mkube", List.of("192.168.88.1"), DeviceSettings.DEFAULT_CYCLE),
            RouterOs.connect(new RouterOsConfig(simulator.url(), "admin", "")),
            WriteGuard.OPEN,
            clock);
  }

  public static SimulatedRouter start(InstantSource clock) {
    return new SimulatedRouter(
        RouterOsSimulator.start(SimulatorConfig.defaults().withIdentity("rose")), clock);
  }

  public DeviceNode device() {
    return device;
  }

  public RouterOsSimulator simulator() {
    return simulator;
  }

  public List<Call> calls() {
    return simulator.calls();
  }

  @Override
  public void close() {
    device.close();
    simulator.close();
  }
}
