package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.file.FileTree;
import io.mkube.routeros.simulator.network.HeldVeths;
import io.mkube.routeros.simulator.system.Boot;
import io.mkube.routeros.simulator.system.DeviceLog;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Timeline;
import io.mkube.routeros.simulator.world.World;

/**
 * The parts of the device that containers touch.
 *
 * @param world its tables
 * @param version its release
 * @param faults what goes wrong
 * @param files its disks
 * @param veths its veths
 * @param log its log
 * @param boot its boot state
 */
public record Device(
    World world,
    RouterOsVersion version,
    Faults faults,
    FileTree files,
    HeldVeths veths,
    DeviceLog log,
    Boot boot) {
  Timeline timeline() {
    return world.timeline();
  }

  Table containers() {
    return world.table("/container");
  }
}
