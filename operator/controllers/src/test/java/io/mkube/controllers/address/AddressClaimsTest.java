package io.mkube.controllers.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mkube.controllers.address.ClaimRequest.Wish;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.AddressRange;
import io.mkube.crds.network.DhcpReservation;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkDhcp;
import io.mkube.crds.network.NetworkDns;
import io.mkube.crds.network.NetworkSpec;
import io.mkube.crds.network.StaticRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AddressClaimsTest {
  private final Ledger ledger = new Ledger("192.168.200.10", "192.168.200.13", null);
  private final AddressClaims claims = new AddressClaims(ledger);

  /** A network that is written by compare-and-set, as an API server does it. */
  private static final class Ledger implements AddressClaims.Ledger {
    private final NetworkSpec spec;
    private List<AddressAllocation> allocations = List.of();
    private long version = 1;
    private int reads;
    private int writes;
    private int conflicts;
    private int failWith;

    Ledger(String start, String end, @Nullable String cidr6) {
      spec =
          new NetworkSpec(
              null,
              null,
              "192.168.200.0/24",
              cidr6,
              "192.168.200.1",
              null,
              null,
              null,
              new NetworkDns(null, "gt.lo", "192.168.200.12", null),
              new NetworkDhcp(
                  true,
                  "192.168.200.30",
                  "192.168.200.39",
                  null,
                  null,
                  null,
                  null,
                  null,
                  List.of(),
                  List.of(reservation("192.168.200.41"))),
              new AddressRange(start, end),
              null,
              false,
              false,
              List.of(new StaticRecord("nas", "192.168.200.42")),
              null,
              false);
    }

    @Override
    public synchronized Optional<Network> find(String name) {
      reads++;
      if (!name.equals("gt")) {
        return Optional.empty();
      }
      Network network = new Network();
      network.getMetadata().setName(name);
      network.getMetadata().setResourceVersion(String.valueOf(version));
      network.setSpec(spec);
      network.setStatus(network.getStatus().withAllocations(allocations));
      return Optional.of(network);
    }

    @Override
    public synchronized Network updateStatus(Network network) {
      if (failWith != 0) {
        throw new KubernetesClientException("scripted", failWith, null);
      }
      if (conflicts > 0
          || !network.getMetadata().getResourceVersion().equals(String.valueOf(version))) {
        conflicts--;
        throw new KubernetesClientException("conflict", 409, null);
      }
      writes++;
      version++;
      allocations = network.getStatus().allocations();
      network.getMetadata().setResourceVersion(String.valueOf(version));
      return network;
    }

    private static DhcpReservation reservation(String ip) {
      return new DhcpReservation(
          "AA:BB:CC:00:00:01", ip, null, null, null, null, null, List.of(), null, null, null);
    }
  }

  @Test
  void givesOneAddressAfterTheOtherAndLeavesOutTheNameServer() {
    assertEquals(List.of("192.168.200.10"), claim("a"));
    assertEquals(List.of("192.168.200.11"), claim("b"));
    assertEquals(List.of("192.168.200.13"), claim("c"));
    assertInstanceOf(ClaimResult.Exhausted.class, claims.claim("gt", request("d", List.of())));
  }

  @Test
  void changesNothingForWhoHoldsItsAddresses() {
    List<String> first = claim("a");
    int writes = ledger.writes;

    assertEquals(first, claim("a"));
    assertEquals(writes, ledger.writes);
  }

  @Test
  void doesNotUseAReleasedAddressAtOnce() {
    claim("a");
    claims.release("gt", "uid-a");

    assertEquals(List.of("192.168.200.11"), claim("b"));
  }

  @Test
  void givesAllContainersOfAPodAddressesOrNone() {
    claim("a");
    ClaimRequest three =
        new ClaimRequest(
            "default",
            "big",
            "uid-big",
            List.of(wish("one"), wish("two"), wish("three")),
            Map.of());

    assertInstanceOf(ClaimResult.Exhausted.class, claims.claim("gt", three));
    assertEquals(1, ledger.allocations.size());
  }

  @Test
  void leavesAddressesThatInterfacesOfOthersHave() {
    ClaimRequest request =
        new ClaimRequest(
            "default",
            "a",
            "uid-a",
            List.of(wish("app")),
            Map.of(IpAddress.parse("192.168.200.10"), "interface veth-registry"));

    assertEquals(List.of("192.168.200.11"), addresses(claims.claim("gt", request)));
  }

  @Test
  void prefersTheAddressThatItsInterfaceHasAlready() {
    ClaimRequest request =
        new ClaimRequest(
            "default",
            "a",
            "uid-a",
            List.of(new Wish("app", List.of(), List.of(IpAddress.parse("192.168.200.77")))),
            Map.of());

    assertEquals(List.of("192.168.200.77"), addresses(claims.claim("gt", request)));
  }

  @Test
  void triesAgainWhenSomebodyElseWasFaster() {
    ledger.conflicts = 3;

    assertEquals(List.of("192.168.200.10"), claim("a"));
    assertEquals(4, ledger.reads);
  }

  @Test
  void passesOnWhatTheApiServerAnswersOtherwise() {
    ledger.failWith = 500;

    KubernetesClientException failure =
        assertThrows(KubernetesClientException.class, () -> claim("a"));
    assertEquals(500, failure.getCode());
    ledger.failWith = 0;
    assertEquals(List.of("192.168.200.10"), claim("a"));
  }

  @Test
  void saysWhenThereIsNoSuchNetwork() {
    assertInstanceOf(ClaimResult.NoNetwork.class, claims.claim("nowhere", request("a", List.of())));
  }

  @Test
  void givesOneAddressOfEachFamily() {
    Ledger both = new Ledger("192.168.200.10", "192.168.200.13", "fd00:200::/64");

    assertEquals(
        List.of("192.168.200.10", "fd00:200::2"),
        addresses(new AddressClaims(both).claim("gt", request("a", List.of()))));
  }

  @Test
  void sharesOneWriteBetweenManyWhoClaimAtOnceAndGivesNoAddressTwice() throws Exception {
    Ledger wide = new Ledger("192.168.200.50", "192.168.200.249", null);
    AddressClaims shared = new AddressClaims(wide);
    Set<String> given = new HashSet<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClaimResult>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ClaimRequest request = request("p" + i, List.of());
        results.add(callers.submit(() -> shared.claim("gt", request)));
      }
      for (Future<ClaimResult> result : results) {
        given.addAll(addresses(result.get()));
      }
    }

    assertEquals(200, given.size());
    assertEquals(200, wide.allocations.size());
    assertTrue(wide.writes < 200, () -> "writes: " + wide.writes);
  }

  @Test
  void isCorrectWhenTwoProcessesClaimInTheSameNetwork() throws Exception {
    Ledger wide = new Ledger("192.168.200.50", "192.168.200.149", null);
    List<AddressClaims> processes = List.of(new AddressClaims(wide), new AddressClaims(wide));
    Set<String> given = new HashSet<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClaimResult>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ClaimRequest request = request("p" + i, List.of());
        AddressClaims process = processes.get(i % 2);
        results.add(callers.submit(() -> process.claim("gt", request)));
      }
      for (Future<ClaimResult> result : results) {
        given.addAll(addresses(result.get()));
      }
    }

    assertEquals(100, given.size());
  }

  @Test
  void countsWhatIsFree() {
    assertEquals(3, free());
    claim("a");
    assertEquals(2, free());
    claim("b");
    claim("c");
    assertEquals(0, free());
  }

  @Nested
  class WhenAnAddressIsAskedFor {
    @Test
    void givesItEvenOutsideTheRangeForContainers() {
      assertEquals(List.of("192.168.200.99"), fixed("a", "192.168.200.99"));
      assertEquals(List.of("192.168.200.12"), fixed("dns", "192.168.200.12"));
      assertEquals(List.of("192.168.200.35"), fixed("lease", "192.168.200.35"));
      assertEquals(List.of("192.168.200.42"), fixed("nas", "192.168.200.42"));
    }

    @Test
    void refusesWhatNoContainerCanHave() {
      for (String address :
          List.of("10.0.0.1", "192.168.200.0", "192.168.200.255", "192.168.200.1", "fd00::1")) {
        assertInstanceOf(
            ClaimResult.Outside.class,
            claims.claim("gt", request("a", List.of(IpAddress.parse(address)))),
            address);
      }
    }

    @Test
    void refusesWhatBelongsToSomebodyElse() {
      fixed("a", "192.168.200.99");

      ClaimResult taken =
          claims.claim("gt", request("b", List.of(IpAddress.parse("192.168.200.99"))));

      assertTrue(assertInstanceOf(ClaimResult.Taken.class, taken).message().contains("default/a"));
    }

    @Test
    void replacesTheAddressOfWhoHeldAnother() {
      String before = claim("a").getFirst();

      assertEquals(List.of("192.168.200.99"), fixed("a", "192.168.200.99"));
      assertEquals(1, ledger.allocations.size());
      assertNotEquals(before, ledger.allocations.getFirst().address());
    }
  }

  private int free() {
    return AddressClaims.free(ledger.find("gt").orElseThrow(), 100, Map.of());
  }

  private List<String> claim(String pod) {
    return addresses(claims.claim("gt", request(pod, List.of())));
  }

  private List<String> fixed(String pod, String address) {
    return addresses(claims.claim("gt", request(pod, List.of(IpAddress.parse(address)))));
  }

  private static ClaimRequest request(String pod, List<IpAddress> fixed) {
    return new ClaimRequest(
        "default", pod, "uid-" + pod, List.of(new Wish("app", fixed, List.of())), Map.of());
  }

  private static Wish wish(String container) {
    return new Wish(container, List.of(), List.of());
  }

  private static List<String> addresses(ClaimResult result) {
    return assertInstanceOf(ClaimResult.Granted.class, result).allocations().stream()
        .map(AddressAllocation::address)
        .toList();
  }
}
