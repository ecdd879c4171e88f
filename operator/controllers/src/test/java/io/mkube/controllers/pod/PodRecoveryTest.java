package io.mkube.controllers.pod;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.controllers.site.Site;
import io.mkube.routeros.network.Veths.VethSpec;
import io.mkube.routeros.simulator.fault.FaultPlan;
import io.mkube.routeros.simulator.journal.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodRecoveryTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private Site site;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    site = new Site(folder);
    site.startControllers();
    site.createNetwork("192.168.200.10", "192.168.200.60");
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void takesUpWhatAnotherInstanceHasBegunAndWritesNothingWhenAllIsDone() throws Exception {
    for (int i = 0; i < 5; i++) {
      site.create(Site.pod("half" + i));
    }
    await().atMost(LONG).until(() -> !site.rows("/container").isEmpty());
    site.stopControllers();
    site.startControllers();
    for (int i = 0; i < 5; i++) {
      site.awaitReady("half" + i);
    }
    Set<String> ids = ids();
    List<String> versions = site.versions();

    site.stopControllers();
    site.router().clearCalls();
    site.dns().clearCalls();
    site.startControllers();
    await().atMost(LONG).until(() -> reads() >= 3);

    assertEquals(List.of(), writes(site.router().calls()));
    assertEquals(List.of(), writes(site.dns().calls()));
    assertEquals(ids, ids());
    assertEquals(versions, site.versions());
    for (int i = 0; i < 5; i++) {
      assertTrue(site.isReady("half" + i));
    }
  }

  @Test
  void sweepsWhatWasDeletedWhileNobodyLooked() {
    site.create(Site.pod("stays"));
    site.create(Site.pod("goes"));
    site.awaitReady("stays");
    site.awaitReady("goes");
    Set<String> foreign = addForeign();
    site.stopControllers();
    site.client().pods().inNamespace("default").withName("goes").withGracePeriod(0).delete();

    site.startControllers();

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(),
                    site.traces().stream().filter(trace -> trace.contains("goes")).toList()));
    assertTrue(site.isReady("stays"));
    assertTrue(vethNames().containsAll(foreign));
  }

  @Test
  void waitsForARouterThatDoesNotAnswer() {
    site.router().faults(FaultPlan.parse("profile=off,reset=1"));
    site.create(Site.pod("patient"));

    site.awaitReason("patient", "RouterUnreachable");

    site.router().faults(FaultPlan.off());
    site.awaitReady("patient");
  }

  @Test
  void bringsBackRecordsThatADnsServerHasLost() {
    site.create(Site.pod("named"));
    String address = site.awaitReady("named").getStatus().getPodIP();
    site.loseRecords();
    assertEquals(Set.of(), site.addresses("named"));

    await().atMost(LONG).until(() -> site.addresses("named").equals(Set.of(address)));
  }

  @Test
  void convergesOnAHostileDeviceAndRemovesNothingForeign() {
    Set<String> foreign = addForeign();
    site.router()
        .faults(
            FaultPlan.parse("profile=hostile,seed=42,extraction-failure=0,pull-rate-limited=0"));
    for (int i = 0; i < 4; i++) {
      site.create(Site.pod("h" + i));
    }
    for (int i = 0; i < 4; i++) {
      site.awaitReady("h" + i);
    }
    site.router().faults(FaultPlan.off());
    site.client().pods().inNamespace("default").delete();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertEquals(List.of(), site.rows("/container"));
              assertEquals(foreign, vethNames());
            });
  }

  private Set<String> addForeign() {
    site.line()
        .veths()
        .add(new VethSpec("veth_default_alien_0", List.of("192.168.200.10/24"), "", "", ""));
    site.line()
        .veths()
        .add(
            new VethSpec(
                "veth_default_alien_1",
                List.of("192.168.200.11/24"),
                "",
                "",
                "mkube/1 other-cluster Pod default/h0 u-1"));
    return Set.of("veth_default_alien_0", "veth_default_alien_1");
  }

  private Set<String> vethNames() {
    Set<String> names = new HashSet<>();
    site.rows("/interface/veth").forEach(row -> names.add(row.getOrDefault("name", "")));
    return names;
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>();
    site.rows("/container").forEach(row -> ids.add(row.getOrDefault(".id", "")));
    return ids;
  }

  private long reads() {
    return site.router().calls().stream()
        .filter(call -> call.menu().equals("/container") && call.kind() == Call.Kind.READ)
        .count();
  }

  private static List<String> writes(List<Call> calls) {
    return calls.stream()
        .filter(call -> call.kind() == Call.Kind.WRITE)
        .map(call -> call.method() + " " + call.path())
        .toList();
  }
}
