package io.mkube.controllers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.apiserver.ApiServerException;
import io.mkube.controllers.site.Site;
import io.mkube.controllers.world.WholeSite;
import io.mkube.crds.network.AddressPool;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkStatus;
import io.mkube.routeros.simulator.journal.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All controllers together, over a real API server and simulated devices. */
final class MkubeControllersTest {
  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static WholeSite site;

  @BeforeAll
  static void start() throws ApiServerException {
    site = WholeSite.start(folder);
    apply(Manifests.network(site.dns(), "gt", "192.168.200.0/24", "gt.lo"));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void makesANetworkReadyWithBridgeZoneAndRecords() {
    eventually(
        () -> {
          NetworkStatus status = networkStatus("gt");
          assertEquals(
              "True", ready(status).map(Condition::getStatus).orElse(""), status::toString);
          assertEquals("Active", status.phase());
          assertEquals(true, status.dnsAlive());
          assertEquals(new AddressPool("192.168.200.2", "192.168.200.254", 253), status.pool());
        });
    assertTrue(site.bridges().getOrDefault("bridge-gt", "").startsWith("mkube/1 "));
    assertTrue(
        site.addresses("gt.lo").containsAll(List.of("dns 192.168.200.253", "rose 192.168.200.1")));
  }

  @Test
  void refusesANetworkThatOverlapsAnOlderOne() {
    apply(Manifests.network(site.dns(), "late", "192.168.200.0/25", "late.lo"));

    eventually(
        () -> {
          Condition ready = ready(networkStatus("late")).orElseThrow();
          assertEquals("Overlaps", ready.getReason());
          assertTrue(ready.getMessage().contains("gt, 192.168.200.0/24"), ready.getMessage());
        });
    client().resources(Network.class).withName("late").delete();
    eventually(() -> assertNull(client().resources(Network.class).withName("late").get()));
  }

  @Test
  void takesEverythingAwayWithTheNetwork() {
    apply(Manifests.network(site.dns(), "n1", "10.1.0.0/24", "n1.lo"));
    eventually(() -> assertTrue(site.addresses("n1.lo").contains("rose 10.1.0.1")));

    client().resources(Network.class).withName("n1").delete();

    eventually(() -> assertNull(client().resources(Network.class).withName("n1").get()));
    assertFalse(site.bridges().containsKey("bridge-n1"));
    assertTrue(site.dns().zones().stream().noneMatch(zone -> "n1.lo".equals(zone.get("name"))));
  }

  @Test
  void movesItsRecordsWhenTheZoneChanges() {
    apply(Manifests.network(site.dns(), "n2", "10.2.0.0/24", "n2.lo"));
    eventually(() -> assertTrue(site.addresses("n2.lo").contains("rose 10.2.0.1")));

    client()
        .resources(Network.class)
        .withName("n2")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"dns\":{\"zone\":\"other.lo\"}}}");

    eventually(
        () -> {
          assertTrue(site.addresses("other.lo").contains("rose 10.2.0.1"));
          assertTrue(site.dns().zones().stream().noneMatch(z -> "n2.lo".equals(z.get("name"))));
          assertEquals(1, networkStatus("n2").zones().size());
        });
    client().resources(Network.class).withName("n2").delete();
  }

  @Test
  void keepsADeploymentFromCreationToDeletion() {
    Deployment web = Serialization.unmarshal(Manifests.DEPLOYMENT, Deployment.class);
    client().resource(web).create();

    eventually(
        () -> {
          Deployment now = deployment("web");
          assertEquals(2, now.getStatus().getAvailableReplicas(), now.getStatus()::toString);
          assertEquals("True", condition(now, "Available"));
          assertEquals("True", condition(now, "Progressing"));
        });
    assertEquals(List.of("web-0", "web-1"), pods("web"));
    assertEquals("rose", pod("web-0").getSpec().getNodeName());
    assertEquals(
        2,
        networkStatus("gt").allocations().stream().filter(a -> a.pod().startsWith("web")).count());

    client().apps().deployments().inNamespace("default").withName("web").scale(3);
    eventually(() -> assertEquals(3, deployment("web").getStatus().getAvailableReplicas()));

    String uid = pod("web-1").getMetadata().getUid();
    client().pods().inNamespace("default").withName("web-1").delete();
    eventually(
        () -> {
          assertTrue(pods("web").contains("web-1"));
          assertTrue(!pod("web-1").getMetadata().getUid().equals(uid));
        });

    client().apps().deployments().inNamespace("default").withName("web").scale(0);
    eventually(() -> assertEquals(List.of(), pods("web")));
    client().apps().deployments().inNamespace("default").withName("web").delete();
    eventually(
        () ->
            assertNull(client().apps().deployments().inNamespace("default").withName("web").get()));
  }

  @Test
  void rollsATemplateChangeOnePodAtATime() {
    client()
        .resource(
            Serialization.unmarshal(Manifests.DEPLOYMENT.replace("web", "roll"), Deployment.class))
        .create();
    eventually(() -> assertEquals(2, deployment("roll").getStatus().getAvailableReplicas()));
    Set<String> before = Set.copyOf(uids("roll"));

    Site.edit(
        client().apps().deployments().inNamespace("default").withName("roll"),
        roll -> {
          roll.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("nginx:1.28");
          return roll;
        });

    eventually(
        () -> {
          Deployment now = deployment("roll");
          assertEquals(now.getMetadata().getGeneration(), now.getStatus().getObservedGeneration());
          assertEquals(2, now.getStatus().getUpdatedReplicas(), now.getStatus()::toString);
          assertEquals(2, now.getStatus().getAvailableReplicas());
          assertTrue(uids("roll").stream().noneMatch(before::contains));
        });
    client().apps().deployments().inNamespace("default").withName("roll").delete();
    eventually(() -> assertEquals(List.of(), pods("roll")));
  }

  @Test
  void keepsADeletedNetworkUntilItsLastPodHasGone() {
    apply(Manifests.network(site.dns(), "n3", "10.3.0.0/24", "n3.lo"));
    Pod user = Serialization.unmarshal(Manifests.PICKY.replace("picky", "user"), Pod.class);
    user.getMetadata().setAnnotations(Map.of("vkube.io/network", "n3"));
    user.getSpec().setNodeSelector(Map.of());
    client().resource(user).create();
    eventually(() -> assertEquals("Running", pod("user").getStatus().getPhase()));

    client().resources(Network.class).withName("n3").delete();
    eventually(
        () -> {
          NetworkStatus status = networkStatus("n3");
          assertEquals("InUse", ready(status).orElseThrow().getReason());
          assertEquals("Deleting", status.phase());
          assertTrue(ready(status).orElseThrow().getMessage().contains("default/user"));
        });
    client().pods().inNamespace("default").withName("user").delete();

    eventually(() -> assertNull(client().resources(Network.class).withName("n3").get()));
    assertTrue(site.dns().zones().stream().noneMatch(zone -> "n3.lo".equals(zone.get("name"))));
  }

  @Test
  void saysThatANameServerIsSilentAndHeals() {
    apply(Manifests.network(site.dns(), "n4", "10.4.0.0/24", "n4.lo"));
    askNameServerAt("n4", 1);

    eventually(
        () -> {
          NetworkStatus status = networkStatus("n4");
          assertEquals("Degraded", status.phase());
          assertEquals(false, status.dnsAlive());
          assertEquals("True", ready(status).orElseThrow().getStatus());
        });
    askNameServerAt("n4", site.dns().dns().getPort());

    eventually(() -> assertEquals("Active", networkStatus("n4").phase()));
    client().resources(Network.class).withName("n4").delete();
    eventually(() -> assertNull(client().resources(Network.class).withName("n4").get()));
  }

  @Test
  void writesNothingWhileNothingChanges() {
    eventually(() -> assertEquals("Active", networkStatus("gt").phase()));
    eventually(() -> assertEquals(versions(), afterCycles(2)));
    site.router().clearCalls();
    site.dns().clearCalls();
    List<String> before = versions();

    List<String> after = afterCycles(3);

    assertEquals(before, after);
    assertEquals(
        List.of(),
        Stream.concat(site.router().calls().stream(), site.dns().calls().stream())
            .filter(call -> call.kind() == Call.Kind.WRITE)
            .toList());
  }

  /** What the API server holds, after the router was read so many times more. */
  private static List<String> afterCycles(int cycles) {
    long reads = readings();
    await().atMost(Duration.ofSeconds(30)).until(() -> readings() >= reads + cycles);
    return versions();
  }

  private static long readings() {
    return site.router().calls().stream()
        .filter(call -> call.menu().equals("/system/resource"))
        .count();
  }

  private static List<String> versions() {
    return Stream.of(
            client().nodes().list().getItems(),
            client().resources(Network.class).list().getItems(),
            client().pods().inAnyNamespace().list().getItems(),
            client().apps().deployments().inAnyNamespace().list().getItems())
        .flatMap(List::stream)
        .map(
            object ->
                object.getKind()
                    + " "
                    + object.getMetadata().getName()
                    + " "
                    + object.getMetadata().getResourceVersion())
        .toList();
  }

  @Test
  void saysWhyAPodFitsNowhereAndBindsItOnceItFits() {
    client().resource(Serialization.unmarshal(Manifests.PICKY, Pod.class)).create();

    eventually(
        () -> {
          var status = pod("picky").getStatus();
          assertNotNull(status);
          assertTrue(
              status.getConditions().stream()
                  .anyMatch(
                      c ->
                          c.getType().equals("PodScheduled")
                              && "Unschedulable".equals(c.getReason())),
              status::toString);
        });
    Site.edit(
        client().nodes().withName("rose"),
        node -> {
          node.getMetadata().getLabels().put("room", "attic");
          return node;
        });

    eventually(() -> assertEquals("rose", pod("picky").getSpec().getNodeName()));
    eventually(
        () -> assertTrue(events("picky").containsAll(List.of("FailedScheduling", "Scheduled"))));
    client().pods().inNamespace("default").withName("picky").delete();
    eventually(() -> assertNull(client().pods().inNamespace("default").withName("picky").get()));
  }

  private static void askNameServerAt(String network, int port) {
    client()
        .resources(Network.class)
        .withName(network)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"dns\":{\"port\":" + port + "}}}");
  }

  private static void apply(Network network) {
    client().resource(network).create();
  }

  private static KubernetesClient client() {
    return site.client();
  }

  private static NetworkStatus networkStatus(String name) {
    return client().resources(Network.class).withName(name).require().getStatus();
  }

  private static Optional<Condition> ready(NetworkStatus status) {
    return status.conditions().stream().filter(c -> c.getType().equals("Ready")).findFirst();
  }

  private static Deployment deployment(String name) {
    return client().apps().deployments().inNamespace("default").withName(name).require();
  }

  private static String condition(Deployment deployment, String type) {
    return deployment.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .map(c -> c.getStatus())
        .orElse("");
  }

  private static Pod pod(String name) {
    return client().pods().inNamespace("default").withName(name).require();
  }

  private static List<String> pods(String app) {
    return client().pods().inNamespace("default").withLabel("app", app).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .sorted()
        .toList();
  }

  private static List<String> uids(String app) {
    return client().pods().inNamespace("default").withLabel("app", app).list().getItems().stream()
        .map(pod -> pod.getMetadata().getUid())
        .toList();
  }

  private static List<String> events(String name) {
    return client().v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .map(Event::getReason)
        .toList();
  }

  private static void eventually(ThrowingRunnable check) {
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(check);
  }
}
