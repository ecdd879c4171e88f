package io.mkube.controllers.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.controllers.device.DnsServer;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.controllers.network.NetworkObservation.BridgeState;
import io.mkube.controllers.network.NetworkObservation.MadeBridge;
import io.mkube.controllers.network.NetworkObservation.Names;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.Plan;
import io.mkube.controllers.world.ManualClock;
import io.mkube.controllers.world.MemoryDns;
import io.mkube.crds.network.Network;
import io.mkube.routeros.microdns.RecordData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkPlannerTest {
  private static final ClusterUid CLUSTER = new ClusterUid("c1");
  private static final String YAML =
      """
      apiVersion: mkube.io/v1
      kind: Network
      metadata:
        name: gt
        uid: u1
      spec:
        bridge: br
        cidr: 192.168.200.0/24
        gateway: 192.168.200.1
        router:
          name: Rose.gt.lo
        dns:
          endpoint: http://dns
          zone: gt.lo
          server: 192.168.200.2
        dhcp:
          enabled: true
          reservations:
          - mac: "aa:bb:cc:dd:ee:ff"
            ip: 192.168.200.9
            hostname: nas
        staticRecords:
        - name: "@"
          ip: 192.168.200.3
        - name: gt.lo
          ip: fd00::3
      """;

  private final MemoryDns memory = new MemoryDns();
  private final ManualClock clock = new ManualClock();
  private final DnsServer server =
      new DnsServers(endpoint -> memory, WriteGuard.OPEN, clock).at("http://dns");

  @Nested
  final class WhenANetworkIsNew {
    @Test
    void makesBridgeAndZoneFirstAndTheRecordsAtOnceAfterwards() {
      Plan<NetworkAction> plan =
          NetworkPlanner.plan(
              desire(YAML), seen(Map.of("rose", new BridgeState.Missing()), zone(), List.of()));

      assertEquals("add bridge br on rose\nadd zone gt.lo", plan.toString());
      assertInstanceOf(Outcome.Waiting.class, plan.then());
    }

    @Test
    void namesRouterNameServerReservationsAndStaticRecords() {
      memory.ensureZone("gt.lo");

      String plan = NetworkPlanner.plan(desire(YAML), settled(zone())).toString();

      assertTrue(plan.startsWith("add DNS record TXT _mkube to zone gt.lo\n"), plan);
      for (String record :
          List.of(
              "@ 192.168.200.3",
              "@ fd00::3",
              "nas 192.168.200.9",
              "dns 192.168.200.2",
              "rose 192.168.200.1")) {
        assertTrue(plan.contains("add DNS record " + record + " to zone gt.lo"), plan);
      }
    }

    @Test
    void leavesAZoneOfSomebodyElseAlone() {
      String external = YAML.replace("  cidr:", "  externalDNS: true\n  cidr:");

      assertEquals(Optional.empty(), desire(external).names());
    }
  }

  @Nested
  final class WhenSomethingStandsAgainstIt {
    @Test
    void doesNothingWhileItOverlapsAnOlderNetwork() {
      NetworkObservation seen =
          new NetworkObservation(
              Optional.of("old, 192.168.0.0/16"),
              Map.of("rose", new BridgeState.Missing()),
              List.of(),
              zone(),
              List.of(),
              List.of());

      Plan<NetworkAction> plan = NetworkPlanner.plan(desire(YAML), seen);

      assertTrue(plan.isEmpty());
      assertEquals(
          new Outcome.Blocked(
              "Overlaps",
              "the address range overlaps that of network old, 192.168.0.0/16",
              Duration.ZERO),
          plan.then());
    }

    @Test
    void reportsABridgeOfAnotherClusterAndStillWritesItsRecords() {
      memory.ensureZone("gt.lo");
      Marker other = new Marker(new ClusterUid("c2"), "Network", "", "gt", "u9");

      Plan<NetworkAction> plan =
          NetworkPlanner.plan(
              desire(YAML),
              seen(Map.of("rose", new BridgeState.Elsewhere(other)), zone(), List.of()));

      assertTrue(plan.toString().contains("add DNS record rose"), plan.toString());
      assertEquals("OwnedElsewhere", ((Outcome.Blocked) plan.then()).reason());
    }

    @Test
    void worksOnTheRestWhileTheNameServerIsSilent() {
      Plan<NetworkAction> plan =
          NetworkPlanner.plan(
              desire(YAML),
              seen(
                  Map.of("rose", new BridgeState.Missing()),
                  new Names.Unreachable("silent"),
                  List.of()));

      assertEquals("add bridge br on rose", plan.toString());
      assertEquals("DNSUnreachable", ((Outcome.Blocked) plan.then()).reason());
    }

    @ParameterizedTest
    @CsvSource({
      "gateway: 192.168.200.1, gateway: 192.168.201.1, gateway 192.168.201.1 is not in"
          + " 192.168.200.0/24",
      "bridge: br, gateway6: fd00::1, gateway6 and ipam6 need cidr6",
      "bridge: br, 'ipam: {start: 10.0.0.1, end: 10.0.0.9}', the range for containers"
          + " 10.0.0.1-10.0.0.9 is not part of 192.168.200.0/24"
    })
    void saysWhichFieldsContradictEachOther(String field, String changed, String message) {
      String yaml = YAML.replace(field, changed);

      var refusal = assertThrows(IllegalArgumentException.class, () -> desire(yaml));

      assertEquals(message, refusal.getMessage());
    }
  }

  @Nested
  final class WhenANetworkGoes {
    @Test
    void waitsForItsPods() {
      Plan<NetworkAction> plan =
          NetworkPlanner.remove(
              desire(YAML).marker(),
              new NetworkObservation(
                  Optional.empty(),
                  Map.of(),
                  List.of(new MadeBridge("rose", "br", "*1", 0)),
                  zone(),
                  List.of(),
                  List.of("default/a", "default/b", "default/c", "default/d")));

      assertTrue(plan.isEmpty());
      assertEquals(
          "deletion waits for the pods default/a, default/b, default/c and 1 more",
          ((Outcome.Blocked) plan.then()).message());
    }

    @Test
    void removesTheZoneThatItMade() {
      memory.ensureZone("gt.lo");
      memory.write("gt.lo", "_mkube", new RecordData.Txt(desire(YAML).marker().text()));

      assertEquals("remove zone gt.lo", remove().toString());
    }

    @Test
    void keepsTheZoneWhenItHoldsSomethingOfOthers() {
      memory.ensureZone("gt.lo");
      memory.write("gt.lo", "_mkube", new RecordData.Txt(desire(YAML).marker().text()));
      memory.write("gt.lo", "printer", new RecordData.A("192.168.200.77"));

      assertEquals("remove DNS record TXT _mkube from zone gt.lo", remove().toString());
    }

    @Test
    void neverRemovesAZoneThatItDidNotMake() {
      memory.ensureZone("gt.lo");

      assertTrue(remove().isEmpty());
    }

    @Test
    void removesItsBridgeUnlessSomethingIsPluggedIn() {
      Plan<NetworkAction> plan =
          NetworkPlanner.remove(
              desire(YAML).marker(),
              new NetworkObservation(
                  Optional.empty(),
                  Map.of(),
                  List.of(
                      new MadeBridge("lily", "br", "*1", 2), new MadeBridge("rose", "br", "*2", 0)),
                  new Names.None(),
                  List.of(),
                  List.of()));

      assertEquals("remove bridge br from rose", plan.toString());
    }

    @Test
    void waitsForARouterThatDoesNotAnswer() {
      Plan<NetworkAction> plan =
          NetworkPlanner.remove(
              desire(YAML).marker(),
              seen(
                  Map.of("rose", new BridgeState.Unreachable("no route")),
                  new Names.None(),
                  List.of()));

      assertEquals("RouterUnreachable", ((Outcome.Blocked) plan.then()).reason());
    }

    private Plan<NetworkAction> remove() {
      return NetworkPlanner.remove(desire(YAML).marker(), settled(zone()));
    }
  }

  @Test
  void clearsUpBehindAChangedBridgeAndAChangedZone() {
    memory.ensureZone("gt.lo");
    memory.ensureZone("old.lo");
    memory.write("old.lo", "_mkube", new RecordData.Txt(desire(YAML).marker().text()));
    NetworkObservation seen =
        new NetworkObservation(
            Optional.empty(),
            Map.of("rose", new BridgeState.Present()),
            List.of(new MadeBridge("rose", "br", "*1", 0), new MadeBridge("rose", "old", "*2", 0)),
            zone(),
            List.of(new Names.Zone("http://dns", server.zone("old.lo", Duration.ZERO))),
            List.of());

    String plan = NetworkPlanner.plan(desire(YAML), seen).toString();

    assertTrue(plan.contains("remove bridge old from rose"), plan);
    assertTrue(plan.contains("remove zone old.lo"), plan);
    assertTrue(!plan.contains("remove bridge br"), plan);
  }

  private static NetworkDesire desire(String yaml) {
    return NetworkDesire.of(Serialization.unmarshal(yaml, Network.class), CLUSTER);
  }

  private NetworkObservation settled(Names names) {
    return seen(Map.of("rose", new BridgeState.Present()), names, List.of());
  }

  private static NetworkObservation seen(
      Map<String, BridgeState> bridges, Names names, List<String> users) {
    return new NetworkObservation(Optional.empty(), bridges, List.of(), names, List.of(), users);
  }

  private Names zone() {
    clock.advance(Duration.ofSeconds(1));
    return new Names.Zone("http://dns", server.zone("gt.lo", Duration.ZERO));
  }
}
