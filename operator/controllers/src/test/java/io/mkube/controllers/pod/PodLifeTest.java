package io.mkube.controllers.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.mkube.controllers.model.Faults;
import io.mkube.controllers.model.ModelContainer;
import io.mkube.controllers.model.ModelDevice;
import io.mkube.controllers.plan.Action;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.sweep.SweepAction;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.microdns.RecordData;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The life of a pod, pass by pass, on a model of its device. */
class PodLifeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void makesEverythingInOrderAndStartsWhatIsUnpacked() {
    PodWorld world = world("Always");

    assertEquals(
        List.of(
            "add veth veth_default_web_0 with 192.168.200.10/24, fd00:200::10/64",
            "add veth_default_web_0 to bridge bridge-gt",
            "add container default_web_app from docker.io/library/nginx:1.27"),
        texts(world));
    world.pass();
    assertEquals("ContainerCreating", waiting(world));

    assertEquals(List.of(), texts(world));
    world.step(SECOND);
    assertEquals(List.of("start container default_web_app"), texts(world));
    world.pass();
    world.step(SECOND);
    assertEquals(8, world.plan().actions().size());
    world.pass();
    assertEquals("Registering", ready(world));
    world.pass();

    assertTrue(PodConditions.isReady(world.pod));
    assertEquals("Running", world.pod.getStatus().getPhase());
    assertEquals(
        List.of("192.168.200.10", "fd00:200::10"),
        world.pod.getStatus().getPodIPs().stream().map(ip -> ip.getIp()).toList());
  }

  @Test
  void startsACrashedContainerAtOnceAndThenEverLater() {
    PodWorld world = world("Always");
    world.settle(20);
    set(world, ContainerState.STOPPED);

    world.pass();
    assertEquals("CrashLoopBackOff", waiting(world));
    world.pass();
    assertEquals(1, status(world).getRestartCount());
    world.step(SECOND);
    world.settle(5);
    assertTrue(PodConditions.isReady(world.pod));

    set(world, ContainerState.STOPPED);
    world.pass();
    Outcome second = world.pass();
    Outcome.Waiting waiting = assertInstanceOf(Outcome.Waiting.class, second);
    assertEquals("CrashLoopBackOff", waiting.reason());
    assertTrue(waiting.recheck().compareTo(Duration.ofSeconds(10)) <= 0, waiting::toString);
    assertTrue(waiting.recheck().compareTo(SECOND) > 0, waiting::toString);
    assertEquals(1, status(world).getRestartCount());
    world.step(Duration.ofSeconds(11));
    world.pass();
    assertEquals(2, status(world).getRestartCount());
    assertNotEquals(null, status(world).getLastState().getTerminated());
  }

  @Test
  void neverStartsAnEndedContainerAgainThatShallNotBe() {
    PodWorld world = world("Never");
    world.settle(20);
    set(world, ContainerState.STOPPED);

    assertInstanceOf(Outcome.InSync.class, world.pass());

    assertEquals("Succeeded", world.pod.getStatus().getPhase());
    assertEquals(0, status(world).getState().getTerminated().getExitCode());
    assertTrue(PodConditions.isTerminal(world.pod));
  }

  @Test
  void tellsFailureFromSuccessByTheDevicesText() {
    PodWorld world = world("OnFailure");
    world.settle(20);
    set(world, ContainerState.STOPPED);
    hint(world, "execvpe /bin/app: No such file or directory");

    world.pass();

    assertEquals("CrashLoopBackOff", waiting(world));
    assertTrue(status(world).getLastState().getTerminated().getMessage().contains("No such file"));
  }

  @Test
  void reportsTheDevicesTextWhenAnImageFailsAndTriesAgainLater() {
    PodWorld world = world("Always");
    world.pass();
    set(world, ContainerState.FAILED);
    hint(world, "failed to extract layer");

    world.pass();
    assertEquals("ErrImagePull", waiting(world));
    Outcome.Waiting waiting = assertInstanceOf(Outcome.Waiting.class, world.pass());
    assertEquals("ImagePullBackOff", waiting(world));
    assertTrue(waiting.message().contains("failed to extract layer"), waiting::message);
    assertTrue(world.device.containers.isEmpty());
    world.step(Duration.ofSeconds(40));
    world.settle(20);

    assertTrue(PodConditions.isReady(world.pod));
  }

  @Test
  void takesAContainerThatVanishedWhileUnpackingForAFailedImage() {
    PodWorld world = world("Always");
    world.pass();
    world.device.containers.clear();
    world.device.files.clear();

    world.step(SECOND);
    world.pass();

    assertEquals("ErrImagePull", waiting(world));
    world.step(Duration.ofSeconds(40));
    world.settle(20);
  }

  @Test
  void addsAContainerAgainAtOnceThatSomebodyRemovedWhileItRan() {
    PodWorld world = world("Always");
    world.settle(20);
    world.device.containers.clear();
    world.step(Duration.ofMinutes(1));

    assertEquals(
        List.of("add container default_web_app from docker.io/library/nginx:1.27"), texts(world));
    world.settle(20);
  }

  @Test
  void acceptsThatAContainerRunsWithoutHavingBeenStopped() {
    PodWorld world = world("Always");
    world.pass();
    set(world, ContainerState.RUNNING);

    world.pass();

    assertTrue(status(world).getReady());
    assertEquals(0, status(world).getRestartCount());
  }

  @Test
  void movesARootFolderAsideThatIsInTheWay() {
    PodWorld world = world("Always");
    String root = ContainerPlanner.rootDir(world.desire(), world.desire().containers().getFirst());
    world.device.files.put(root, "old");

    world.settle(20);

    assertTrue(
        world.device.files.keySet().stream().anyMatch(path -> path.contains("/trash/")),
        () -> world.device.files.toString());
  }

  @Test
  void replacesWhatAFormerPodOfTheNameHasLeft() {
    PodWorld before = world("Always");
    before.settle(20);
    PodWorld world = before.successor("u-2");
    Set<String> old = comments(world.device);

    world.settle(40);

    assertEquals(Set.of("mkube/1 cluster-1 Pod default/web u-2"), comments(world.device));
    assertNotEquals(old, comments(world.device));
    assertTrue(
        world.dns.records.values().stream().noneMatch(r -> r.toString().contains(" u-1 ")),
        () -> world.dns.records.toString());
    assertEquals(1, world.device.veths.size());
  }

  @Test
  void repairsWhatWasChangedByHand() {
    PodWorld world = world("Always");
    world.settle(20);
    Veth veth = world.device.veths.values().iterator().next();
    world.device.veths.put(
        veth.id(),
        new Veth(
            veth.id(),
            new VethSpec(veth.spec().name(), List.of("10.9.9.9/24"), "", "", "hi"),
            true));

    assertEquals("OwnedElsewhere", blocked(world));

    world.device.veths.put(
        veth.id(),
        new Veth(
            veth.id(),
            new VethSpec(veth.spec().name(), List.of("10.9.9.9/24"), "", "", veth.spec().comment()),
            true));
    world.step(Duration.ofMinutes(1));
    assertEquals(
        List.of("set veth veth_default_web_0 to 192.168.200.10/24, fd00:200::10/64"), texts(world));
  }

  @Test
  void removesPortsThatAnInterfaceHasLeftBehind() {
    PodWorld world = world("Always");
    world.settle(20);
    BridgePort port = world.device.ports.values().iterator().next();
    world.device.ports.put("*99", new BridgePort("*99", "bridge-gt", "*2A", port.comment(), false));
    world.step(Duration.ofMinutes(1));

    assertEquals(List.of("remove bridge port of *2A"), texts(world));
  }

  @Test
  void waitsForTheBridge() {
    PodWorld world = world("Always");
    var bridge = world.device.bridges.remove("*B");

    assertEquals("BridgeMissing", blocked(world));
    assertEquals(List.of(), world.device.rows());

    world.device.bridges.put("*B", bridge);
    world.step(Duration.ofMinutes(1));
    world.settle(20);
  }

  @Test
  void isNotReadyForTheFirstTimeBeforeItsNamesAreThere() {
    PodWorld world = world("Always");
    world.dnsDown = true;
    for (int i = 0; i < 6; i++) {
      world.pass();
      world.step(Duration.ofSeconds(11));
    }
    assertEquals("DNSUnreachable", ready(world));

    world.dnsDown = false;
    world.settle(10);
    world.dnsDown = true;
    world.step(Duration.ofMinutes(2));
    world.pass();

    assertTrue(PodConditions.isReady(world.pod), "a running pod survives its DNS server");
  }

  @Test
  void leavesARecordThatSomebodyElseWroteAndDoesNotOwnIt() {
    PodWorld world = world("Always");
    world.dns.addRecord("z", "web", 300, new RecordData.A("192.168.200.10"));
    world.settle(20);

    for (int i = 0; i < 10 && !(world.remove() instanceof Outcome.InSync); i++) {
      world.step(SECOND);
    }

    assertEquals(List.of("web"), world.dns.records.values().stream().map(r -> r.name()).toList());
  }

  @Test
  void stopsBeforeItRemovesAndRemovesPortsBeforeInterfaces() {
    PodWorld world = world("Always");
    world.settle(20);

    Outcome first = world.remove();
    assertInstanceOf(Outcome.Waiting.class, first);
    assertEquals(
        ContainerState.STOPPING, world.device.containers.values().iterator().next().state());
    world.step(SECOND);
    assertInstanceOf(Outcome.Changed.class, world.remove());
    assertInstanceOf(Outcome.InSync.class, world.remove());

    assertEquals(List.of(), world.device.rows());
    assertTrue(world.dns.records.isEmpty());
  }

  @Test
  void sendsRemovalsToTheRightParty() {
    assertEquals(
        Action.Target.DNS,
        new PodAction.Remove(new SweepAction.RemoveRecord("e", "z", "1", "x")).target());
    assertEquals(
        Action.Target.ROUTER, new PodAction.Remove(new SweepAction.RemoveVeth("1", "x")).target());
  }

  private static PodWorld world(String restart) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web")
            .withNamespace("default")
            .withUid("u-1")
            .endMetadata()
            .withNewSpec()
            .withNodeName("rose1")
            .withRestartPolicy(restart)
            .addNewContainer()
            .withName("app")
            .withImage("nginx:1.27")
            .endContainer()
            .endSpec()
            .build();
    return new PodWorld(pod, new Faults(1, 0));
  }

  private static List<String> texts(PodWorld world) {
    return world.plan().actions().stream().map(Action::describe).toList();
  }

  private static String blocked(PodWorld world) {
    world.step(Duration.ofMinutes(1));
    return assertInstanceOf(Outcome.Blocked.class, world.pass()).reason();
  }

  private static ContainerStatus status(PodWorld world) {
    return world.pod.getStatus().getContainerStatuses().getFirst();
  }

  private static String waiting(PodWorld world) {
    var waiting = status(world).getState().getWaiting();
    return waiting == null ? "" : waiting.getReason();
  }

  private static String ready(PodWorld world) {
    return PodConditions.ready(world.pod.getStatus()).orElseThrow().getReason();
  }

  private static Set<String> comments(ModelDevice device) {
    Set<String> comments =
        device.containers.values().stream().map(Container::comment).collect(Collectors.toSet());
    device.veths.values().forEach(veth -> comments.add(veth.spec().comment()));
    device.ports.values().forEach(port -> comments.add(port.comment()));
    return comments;
  }

  /** The device's container changes by itself; a reading of before is too old by then. */
  private static void set(PodWorld world, ContainerState state) {
    world.device.containers.replaceAll((id, row) -> ModelContainer.with(row, state));
    world.now = world.now.plusSeconds(30);
  }

  private static void hint(PodWorld world, String hint) {
    world.device.containers.replaceAll((id, row) -> ModelContainer.withHint(row, hint));
  }
}
