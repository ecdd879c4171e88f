package io.mkube.crds.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NetworkTest {
  private static final String YAML =
      """
      apiVersion: mkube.io/v1
      kind: Network
      metadata:
        name: gt
      spec:
        type: data
        bridge: bridge
        cidr: 192.168.200.0/24
        cidr6: fd00:200::/64
        gateway: 192.168.200.1
        vlan: 200
        dns:
          endpoint: http://192.168.200.252:8080
          zone: gt.lo
          server: 192.168.200.252
        dhcp:
          enabled: true
          reservations:
          - mac: "aa:bb:cc:dd:ee:ff"
            ip: 192.168.200.9
            hostname: nas
        staticRecords:
        - name: rose
          ip: 192.168.200.1
      """;

  @Test
  void survivesARoundTripThroughJson() {
    Network network = Serialization.unmarshal(YAML, Network.class);

    Network read = Serialization.unmarshal(Serialization.asJson(network), Network.class);

    assertEquals(network.getSpec(), read.getSpec());
    assertEquals(NetworkType.DATA, read.getSpec().type());
    assertEquals(
        "nas", Objects.requireNonNull(read.getSpec().dhcp()).reservations().get(0).hostname());
    assertEquals(List.of(), read.getSpec().dhcp().ntpServers());
  }

  @Test
  void hasAnEmptyStatusBeforeAnybodyLooked() {
    assertEquals(NetworkStatus.EMPTY, Serialization.unmarshal(YAML, Network.class).getStatus());
  }

  @Test
  void leavesItsStatusOutWhileNothingIsKnown() {
    Network network = Serialization.unmarshal(YAML, Network.class);
    assertFalse(Serialization.asJson(network).contains("status"));

    network.setStatus(
        NetworkStatus.EMPTY.withZones(List.of(new ServedZone("http://127.0.0.1:9", "gt.lo"))));
    assertTrue(Serialization.asJson(network).contains("status"));
    assertEquals(
        network.getStatus(),
        Serialization.unmarshal(Serialization.asJson(network), Network.class).getStatus());
  }

  @Test
  void asksForPort53WhenNoneIsNamed() {
    assertEquals(53, new NetworkDns(null, null, null, null).queryPort());
    assertEquals(5353, new NetworkDns(null, null, null, 5353).queryPort());
  }

  @Test
  void knowsTheUrlOfItsNameServer() {
    assertEquals(
        Optional.of("http://127.0.0.1:9"),
        new NetworkDns("http://127.0.0.1:9", null, "10.0.0.2", null).restUrl());
    assertEquals(
        Optional.of("http://10.0.0.2:8080"),
        new NetworkDns(null, null, "10.0.0.2", null).restUrl());
    assertEquals(
        Optional.of("http://[fd00::2]:8080"),
        new NetworkDns(null, null, "fd00::2", null).restUrl());
    assertEquals(Optional.empty(), new NetworkDns(null, "gt.lo", null, null).restUrl());
  }

  @Test
  void namesItsBridgeAfterItselfWhenNoneIsNamed() {
    Network network = Serialization.unmarshal(YAML, Network.class);
    assertEquals("bridge", network.bridgeName());

    Network other = Serialization.unmarshal(YAML.replace("  bridge: bridge\n", ""), Network.class);
    assertEquals("bridge-gt", other.bridgeName());
  }

  @Test
  void keepsItsCollectionsImmutable() {
    Network network = Serialization.unmarshal(YAML, Network.class);

    assertThrows(
        UnsupportedOperationException.class, () -> network.getSpec().staticRecords().clear());
  }
}
