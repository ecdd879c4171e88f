package io.mkube.controllers.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.mkube.controllers.model.Faults;
import io.mkube.controllers.model.ModelContainer;
import io.mkube.controllers.model.ModelDevice;
import io.mkube.controllers.plan.Outcome;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import io.mkube.routeros.microdns.RecordData;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PodConvergenceProperties {
  private static final int ENOUGH = 400;

  @Property(tries = 60)
  void aPlanThatWasCarriedOutLeavesNothingToPlan(@ForAll @IntRange(min = 1, max = 4) int size) {
    PodWorld world = world(size, new Faults(1, 0));
    world.settle(20);
    int writes = world.faults.writes();

    assertTrue(world.plan().isEmpty(), world.plan()::toString);
    assertInstanceOf(Outcome.InSync.class, world.pass());
    assertEquals(writes, world.faults.writes());
    assertTrue(PodConditions.isReady(world.pod));
  }

  @Property(tries = 60)
  void whateverFailsThePodRunsInTheEndAndGoesInTheEnd(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int size,
      @ForAll @DoubleRange(min = 0.05, max = 0.4) double share) {
    PodWorld world = world(size, new Faults(seed, share));
    Set<String> foreign = foreign(world);
    for (int i = 0; i < 60; i++) {
      world.pass();
      world.step(Duration.ofSeconds(7));
    }
    world.faults.stop();
    world.settle(ENOUGH);

    assertEquals(size, running(world));
    assertTrue(PodConditions.isReady(world.pod));
    assertTrue(texts(world).containsAll(foreign));

    gone(world);
    assertEquals(foreign, texts(world));
  }

  @Property(tries = 40)
  void whateverFailsWhileItIsRemovedNothingForeignGoes(@ForAll long seed) {
    Faults faults = new Faults(seed, 0.3);
    faults.stop();
    PodWorld world = world(2, faults);
    Set<String> foreign = foreign(world);
    world.settle(ENOUGH);
    faults.resume();
    for (int i = 0; i < 40; i++) {
      world.remove();
      world.step(Duration.ofSeconds(3));
    }
    faults.stop();
    gone(world);
    assertEquals(foreign, texts(world));
  }

  private static void gone(PodWorld world) {
    for (int i = 0; i < ENOUGH; i++) {
      if (world.remove() instanceof Outcome.InSync) {
        return;
      }
      world.step(Duration.ofSeconds(3));
    }
    throw new AssertionError("something stays: " + texts(world));
  }

  private static long running(PodWorld world) {
    return world.device.containers.values().stream()
        .filter(row -> row.state() == ContainerState.RUNNING && row.name().startsWith("default_"))
        .count();
  }

  /** Rows of other people, some of them with names that look like ours. */
  private static Set<String> foreign(PodWorld world) {
    ModelDevice device = world.device;
    device.containers.put(
        "*F1",
        ModelContainer.of(
            "*F1",
            new ContainerSpec(
                "registry_gt_lo",
                "mine, do not touch",
                new ContainerSpec.ImageSource.Remote("registry:2"),
                "veth-registry",
                "raid1/registry",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                List.of(),
                true,
                0,
                false),
            ContainerState.RUNNING));
    device.veths.put(
        "*F2",
        new Veth(
            "*F2",
            new VethSpec("veth_default_other_0", List.of("192.168.200.99/24"), "", "", ""),
            true));
    device.ports.put("*F3", new BridgePort("*F3", "bridge-gt", "veth_default_other_0", "", false));
    device.veths.put(
        "*F4",
        new Veth(
            "*F4",
            new VethSpec(
                "veth_x",
                List.of("192.168.200.98/24"),
                "",
                "",
                "mkube/1 cluster-2 Pod default/web u-1"),
            true));
    world.dns.records.put("f1", new DnsRecord("f1", "app.web", 300, new RecordData.A("10.0.0.1")));
    world.dns.records.put("f2", new DnsRecord("f2", "web", 300, new RecordData.Txt("v=spf1 -all")));
    world.dns.records.put(
        "f3", new DnsRecord("f3", "shared", 300, new RecordData.A("192.168.200.10")));
    return texts(world);
  }

  private static Set<String> texts(PodWorld world) {
    Set<String> texts = new TreeSet<>();
    world.device.rows().forEach(row -> texts.add(row.toString()));
    world.dns.records.values().forEach(record -> texts.add(record.toString()));
    world.device.files.keySet().forEach(path -> texts.add("file " + path));
    return texts;
  }

  private static PodWorld world(int containers, Faults faults) {
    PodWorld world = new PodWorld(pod(containers), faults);
    world.configMaps.put(
        "settings",
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("settings")
            .withNamespace("default")
            .endMetadata()
            .withData(Map.of("a.conf", "one", "b.conf", "two", "LEVEL", "debug"))
            .build());
    return world;
  }

  private static Pod pod(int containers) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web")
            .withNamespace("default")
            .withUid("u-1")
            .addToAnnotations("vkube.io/aliases", "shared, second=c0")
            .endMetadata()
            .withNewSpec()
            .withNodeName("rose1")
            .addNewVolume()
            .withName("conf")
            .withNewConfigMap()
            .withName("settings")
            .endConfigMap()
            .endVolume()
            .addNewVolume()
            .withName("data")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .endSpec();
    for (int i = 0; i < containers; i++) {
      pod.editSpec()
          .addNewContainer()
          .withName("c" + i)
          .withImage("nginx:1.2" + i)
          .addNewEnvFrom()
          .withNewConfigMapRef("settings", false)
          .endEnvFrom()
          .addNewEnv()
          .withName("WHO")
          .withValue("$(LEVEL)-" + i)
          .endEnv()
          .addNewVolumeMount()
          .withName("conf")
          .withMountPath("/etc/app")
          .endVolumeMount()
          .addNewVolumeMount()
          .withName("data")
          .withMountPath("/data")
          .endVolumeMount()
          .endContainer()
          .endSpec();
    }
    return pod.build();
  }
}
