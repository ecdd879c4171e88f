package io.mkube.controllers.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.world.ManualClock;
import io.mkube.controllers.world.RecordedEvents;
import io.mkube.controllers.world.SimulatedRouter;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
final class NodeKeeperTest {
  private static final int CYCLES = 20;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RouterOsSimulator router;

  private final ManualClock clock = new ManualClock();
  private final RecordedEvents events = new RecordedEvents();
  private final DeviceNode device = SimulatedRouter.connect(router, clock);

  @SuppressWarnings("NullAway.Init") // set by the extension
  private KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init") // set by the extension
  private KubernetesClient client;

  private NodeKeeper keeper;

  @BeforeAll
  static void startRouter() {
    router = SimulatedRouter.start();
  }

  @AfterAll
  static void stopRouter() {
    router.close();
  }

  @BeforeEach
  void keep() {
    keeper = new NodeKeeper(client, device, events, clock, null);
  }

  @AfterEach
  void stop() {
    keeper.close();
    device.close();
    router.faults(FaultPlan.off());
  }

  @Test
  void describesTheRouterAsANode() {
    keeper.round();

    Node node = node();
    assertEquals("arm64", node.getMetadata().getLabels().get("kubernetes.io/arch"));
    assertEquals("linux", node.getMetadata().getLabels().get("kubernetes.io/os"));
    assertEquals("rose", node.getMetadata().getLabels().get("kubernetes.io/hostname"));
    assertTrue(node.getMetadata().getAnnotations().containsKey("mkube.io/board"));
    assertEquals("True", ready().getStatus());
    assertTrue(node.getStatus().getNodeInfo().getOsImage().contains("7.21.5"));
    assertEquals("routeros://7.21.5", node.getStatus().getNodeInfo().getContainerRuntimeVersion());
    assertEquals(
        List.of("InternalIP 192.168.88.1", "Hostname rose"),
        node.getStatus().getAddresses().stream()
            .map(address -> address.getType() + " " + address.getAddress())
            .toList());
    assertEquals(new Quantity("1100"), node.getStatus().getAllocatable().get("pods"));
    assertTrue(node.getSpec().getTaints().isEmpty());
  }

  @Test
  void writesNothingButItsLeaseWhileTheRouterStaysTheSame() throws InterruptedException {
    keeper.round();
    writes();

    for (int cycle = 0; cycle < CYCLES; cycle++) {
      clock.advance(Duration.ofSeconds(10));
      router.advance(Duration.ofSeconds(10));
      keeper.round();
    }

    List<String> writes = writes();
    assertEquals(CYCLES, writes.size());
    assertTrue(
        writes.stream()
            .allMatch(
                write ->
                    write.equals(
                        "PATCH"
                            + " /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/rose")),
        () -> writes.stream().distinct().toList().toString());
  }

  @Test
  void renewsTheLeaseEveryTenSecondsHoweverOftenItLooks() throws InterruptedException {
    keeper.round();
    Lease first = lease();
    writes();

    clock.advance(Duration.ofSeconds(5));
    keeper.round();
    assertEquals(List.of(), writes());
    clock.advance(Duration.ofSeconds(5));
    keeper.round();

    assertEquals(1, writes().size());
    assertEquals(first.getSpec().getRenewTime().plusSeconds(10), lease().getSpec().getRenewTime());
    assertEquals(40, lease().getSpec().getLeaseDurationSeconds());
    assertEquals("rose", lease().getSpec().getHolderIdentity());
  }

  @Test
  void turnsUnknownWhenTheRouterIsSilentAndHeals() {
    keeper.round();
    router.faults(FaultPlan.off().with(Fault.RESET, 1));

    for (int failure = 1; failure < NodeObserver.PATIENCE; failure++) {
      clock.advance(Duration.ofSeconds(11));
      keeper.round();
      assertEquals("True", ready().getStatus(), "one lost answer is no outage");
    }
    clock.advance(Duration.ofSeconds(11));
    keeper.round();
    assertEquals("Unknown", ready().getStatus());
    assertEquals("RouterUnreachable", ready().getReason());
    assertNotNull(node().getStatus().getCapacity().get("memory"), "the last known hardware stays");

    router.faults(FaultPlan.off());
    clock.advance(Duration.ofSeconds(11));
    keeper.round();
    assertEquals("True", ready().getStatus());
  }

  @Test
  void makesTheNodeAgainWhenSomebodyDeletesIt() {
    keeper.round();
    client.nodes().withName("rose").delete();

    keeper.round();

    assertEquals("True", ready().getStatus());
  }

  @Test
  void keepsLabelsOfOthersAndPutsItsOwnBack() {
    keeper.round();
    client
        .nodes()
        .withName("rose")
        .edit(
            node -> {
              node.getMetadata().getLabels().put("room", "attic");
              node.getMetadata().getLabels().remove("kubernetes.io/arch");
              return node;
            });

    keeper.round();

    Map<String, String> labels = node().getMetadata().getLabels();
    assertEquals("attic", labels.get("room"));
    assertEquals("arm64", labels.get("kubernetes.io/arch"));
  }

  @Test
  void tellsOfARestartedRouter() {
    router.advance(Duration.ofHours(5));
    keeper.round();
    keeper.round();
    assertEquals(List.of(), events.all());

    router.reboot();
    router.advance(Duration.ofMinutes(3));
    clock.advance(Duration.ofSeconds(11));
    keeper.round();

    assertEquals(List.of("Rebooted Router rose was restarted"), events.all());
  }

  @Test
  void worksOnAThreadOfItsOwnUntilItIsClosed() {
    keeper.start();

    await().until(() -> client.nodes().withName("rose").get() != null);
    keeper.close();
    assertFalse(Thread.currentThread().isInterrupted());
  }

  private Node node() {
    return client.nodes().withName("rose").get();
  }

  private NodeCondition ready() {
    return node().getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .findFirst()
        .orElseThrow();
  }

  private Lease lease() {
    return client.leases().inNamespace("kube-node-lease").withName("rose").get();
  }

  /** The writes since the last call, as method and path. */
  private List<String> writes() throws InterruptedException {
    List<String> writes = new ArrayList<>();
    for (RecordedRequest request = server.takeRequest(0, TimeUnit.SECONDS);
        request != null;
        request = server.takeRequest(0, TimeUnit.SECONDS)) {
      if (!request.getMethod().equals("GET")) {
        writes.add(request.getMethod() + " " + request.getPath());
      }
    }
    return writes;
  }
}
