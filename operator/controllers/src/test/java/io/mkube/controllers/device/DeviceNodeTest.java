package io.mkube.controllers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.controllers.model.Faults;
import io.mkube.controllers.model.ModelDevice;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import io.mkube.routeros.rest.RouterOs;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceNodeTest {
  private static final DeviceSettings SETTINGS =
      new DeviceSettings("rose1", "raid1/mkube", List.of(), Duration.ofSeconds(10));
  private static final VethSpec VETH =
      new VethSpec("veth1", List.of("10.0.0.2/24"), "10.0.0.1", "", "");

  @Test
  void readsADeviceWithAtMostEightCallsWhateverRunsOnIt() {
    try (RouterOsSimulator router = RouterOsSimulator.start(SimulatorConfig.defaults());
        DeviceNode node =
            new DeviceNode(
                SETTINGS,
                RouterOs.connect(new RouterOsConfig(router.url(), "admin", "")),
                WriteGuard.OPEN,
                InstantSource.system())) {
      node.snapshot(Duration.ofSeconds(10));
      for (int i = 0; i < 20; i++) {
        node.device().veths().add(new VethSpec("v" + i, List.of(), "", "", ""));
      }
      router.clearCalls();

      DeviceSnapshot snapshot = node.snapshot(Duration.ofSeconds(10));

      assertEquals(20, snapshot.veths().size());
      assertTrue(router.calls().size() <= 8, () -> router.calls().toString());
    }
  }

  @Test
  void forgetsItsReadingWithEveryWriteAndCountsThem() {
    ModelDevice device = new ModelDevice(new Faults(1, 0), "bridge");
    try (DeviceNode node =
        new DeviceNode(SETTINGS, device, WriteGuard.OPEN, InstantSource.system())) {
      assertTrue(node.snapshot(Duration.ofHours(1)).veth("veth1").isEmpty());

      String id = node.device().veths().add(VETH);
      node.device().bridges().addPort("bridge", "veth1", "");

      DeviceSnapshot after = node.snapshot(Duration.ofHours(1));
      assertEquals(id, after.veth("veth1").map(Veth::id).orElseThrow());
      assertEquals("bridge", after.port("veth1").orElseThrow().bridge());
      assertEquals(2, node.writes());
    }
  }

  @Test
  void asksBeforeEveryWrite() {
    ModelDevice device = new ModelDevice(new Faults(1, 0), "bridge");
    WriteGuard lost =
        () -> {
          throw new DeviceException.Busy("another process leads");
        };
    try (DeviceNode node = new DeviceNode(SETTINGS, device, lost, InstantSource.system())) {
      assertThrows(DeviceException.Busy.class, () -> node.device().veths().add(VETH));
      assertThrows(DeviceException.Busy.class, () -> node.device().files().createFolder("a/x"));
      assertThrows(DeviceException.Busy.class, () -> node.device().containers().start("*1"));
      assertEquals(0, node.writes());
      assertTrue(device.veths.isEmpty());
    }
  }
}
