package io.mkube.routeros.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The adapter sends exactly the requests of the files on veths and bridges, and reads their
 * answers.
 */
class NetworkWireTest {
  @RegisterExtension static final WireFiles FILES = WireFiles.ofNetwork();
  private static final String MARKER = "mkube/1 c1 Pod default/web u1";
  private static final VethSpec WEB =
      new VethSpec("veth-web", List.of("192.168.200.10/24"), "192.168.200.1", "", MARKER);

  @Nested
  class Veths {
    @Test
    void readsAnEmptyList() {
      assertEquals(List.of(), FILES.read("veth-list-empty", device -> device.veths().list()));
    }

    @Test
    void readsAVeth() {
      assertEquals(
          List.of(new Veth("*2", WEB, false)),
          FILES.read("veth-list", device -> device.veths().list()));
    }

    @Test
    void readsSeveralAddressesAndIpv6() {
      VethSpec six =
          new VethSpec(
              "veth-six",
              List.of("192.168.200.11/24", "fd00:200::11/64"),
              "192.168.200.1",
              "fd00:200::1",
              "");
      assertEquals(
          List.of(new Veth("*3", six, false)),
          FILES.read("veth-list-two-addresses", device -> device.veths().list()));
    }

    @Test
    void addsAndReturnsTheId() {
      assertEquals("*2", FILES.read("veth-add", device -> device.veths().add(WEB)));
    }

    @Test
    void reportsATakenName() {
      FILES.refuses(
          DeviceException.Duplicate.class,
          "veth-add-duplicate",
          device -> device.veths().add(WEB),
          "add veth veth-web on",
          "failure: already have interface with such name");
    }

    @Test
    void reportsABadAddress() {
      FILES.refuses(
          DeviceException.Rejected.class,
          "veth-add-bad-address",
          device ->
              device
                  .veths()
                  .add(new VethSpec("veth-bad", List.of("192.168.200.999/24"), "", "", "")),
          "invalid value for argument address");
    }

    @Test
    void changesAndClears() {
      FILES.sends(
          "veth-set",
          device ->
              device
                  .veths()
                  .set(
                      "*2",
                      new VethSpec(
                          "veth-web",
                          List.of("192.168.200.12/24"),
                          "192.168.200.1",
                          "",
                          "mkube/1 c1 Pod default/web u2")));
    }

    @Test
    void removes() {
      FILES.sends("veth-remove", device -> device.veths().remove("*2"));
    }

    @Test
    void reportsAHeldOneAsBusy() {
      FILES.refuses(
          DeviceException.Busy.class,
          "veth-remove-in-use",
          device -> device.veths().remove("*2"),
          "remove veth *2",
          "in use by container");
    }

    @Test
    void reportsAGoneOneAsMissing() {
      FILES.refuses(
          DeviceException.Missing.class,
          "veth-remove-gone",
          device -> device.veths().remove("*FFF"),
          "no such item");
    }
  }

  @Nested
  class Bridges {
    @Test
    void addsABridge() {
      assertEquals(
          "*1",
          FILES.read("bridge-add", device -> device.bridges().add("bridge-gt", "containers")));
    }

    @Test
    void readsBridges() {
      var bridge = FILES.read("bridge-list", device -> device.bridges().list()).getFirst();
      assertEquals("bridge-gt", bridge.name());
      assertEquals("containers", bridge.comment());
    }

    @Test
    void putsAnInterfaceOnABridge() {
      assertEquals(
          "*4",
          FILES.read(
              "bridge-port-add",
              device -> device.bridges().addPort("bridge-gt", "veth-web", MARKER)));
    }

    @Test
    void reportsASecondPort() {
      FILES.refuses(
          DeviceException.Duplicate.class,
          "bridge-port-add-duplicate",
          device -> device.bridges().addPort("bridge-gt", "veth-web", MARKER),
          "already added as bridge port");
    }

    @Test
    void reportsAnInterfaceThatIsNotThereNow() {
      FILES.refuses(
          DeviceException.Busy.class,
          "bridge-port-add-no-interface",
          device -> device.bridges().addPort("bridge-gt", "veth-none", ""),
          "input does not match any value of interface");
    }

    @Test
    void readsPorts() {
      assertEquals(
          List.of(new BridgePort("*4", "bridge-gt", "veth-web", MARKER, false)),
          FILES.read("bridge-port-list", device -> device.bridges().listPorts()));
    }

    @Test
    void keepsTheIdOfAGoneInterface() {
      var port =
          FILES
              .read("bridge-port-list-dangling", device -> device.bridges().listPorts())
              .getFirst();
      assertEquals("*2", port.interfaceName());
    }

    @Test
    void removesAPort() {
      FILES.sends("bridge-port-remove", device -> device.bridges().removePort("*4"));
    }
  }
}
