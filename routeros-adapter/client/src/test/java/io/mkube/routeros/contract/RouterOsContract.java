package io.mkube.routeros.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.container.CommandLine;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerEnvs.ContainerEnv;
import io.mkube.routeros.container.ContainerMounts.ContainerMount;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerSpec.ImageSource;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a device does when it is used through the adapter. */
public abstract class RouterOsContract extends MarkedRows {
  private static final Set<ContainerState> UNPACKED =
      EnumSet.of(ContainerState.STOPPED, ContainerState.RUNNING);

  @Nested
  class WhenReadingTheSystem {
    @Test
    void namesReleaseHardwareAndItself() {
      var resource = device.system().resource();

      assertTrue(resource.version().matches("7\\.\\d+.*"), resource.version());
      assertFalse(resource.architecture().isEmpty());
      assertTrue(resource.cpuCount() > 0);
      assertTrue(resource.totalMemory() >= resource.freeMemory());
      assertFalse(resource.uptime().isEmpty());
      assertFalse(device.system().identity().isEmpty());
    }
  }

  @Nested
  class WhenMakingVeths {
    @Test
    void readsBackWhatWasAdded() {
      VethSpec spec =
          new VethSpec(
              PREFIX + "a",
              List.of("198.51.100.10/24", "2001:db8:7::10/64"),
              "198.51.100.1",
              "2001:db8:7::1",
              "marker \"ü\" \\ end");

      String id = device.veths().add(spec);

      assertEquals(Optional.of(new Veth(id, spec, false)), veth(spec.name()));
    }

    @Test
    void changesAddressesAndClearsAGateway() {
      String id = device.veths().add(plain("a"));
      VethSpec changed = new VethSpec(PREFIX + "a", List.of("198.51.100.11/24"), "", "", "other");

      device.veths().set(id, changed);

      assertEquals(Optional.of(new Veth(id, changed, false)), veth(PREFIX + "a"));
    }

    @Test
    void refusesASecondOneOfTheSameName() {
      device.veths().add(plain("a"));

      assertThrows(DeviceException.Duplicate.class, () -> device.veths().add(plain("a")));
    }

    @Test
    void saysThatARemovedOneIsMissing() {
      String id = device.veths().add(plain("a"));
      device.veths().remove(id);

      assertThrows(DeviceException.Missing.class, () -> device.veths().remove(id));
      assertEquals(Optional.empty(), veth(PREFIX + "a"));
    }

    @Test
    void servesManyCallersAtOnce() throws Exception {
      List<Future<String>> ids = new ArrayList<>();
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 24; i++) {
          String name = "n" + i;
          ids.add(callers.submit(() -> device.veths().add(plain(name))));
          ids.add(callers.submit(() -> String.valueOf(device.veths().list().size())));
        }
      }

      for (Future<String> id : ids) {
        assertFalse(id.get().isEmpty());
      }
      assertEquals(24, device.veths().list().stream().filter(v -> isOurs(v.spec().name())).count());
    }
  }

  @Nested
  class WhenUsingBridges {
    @Test
    void putsAVethOnABridgeOnce() {
      ensureBridge();
      device.veths().add(plain("a"));

      String port = device.bridges().addPort(PREFIX + "br", PREFIX + "a", "marker");

      assertTrue(
          device.bridges().list().stream()
              .anyMatch(b -> b.name().equals(PREFIX + "br") && b.comment().equals("contract")));
      assertEquals(
          List.of(new BridgePort(port, PREFIX + "br", PREFIX + "a", "marker", false)),
          ports(p -> p.bridge().equals(PREFIX + "br")));
      assertThrows(
          DeviceException.Duplicate.class,
          () -> device.bridges().addPort(PREFIX + "br", PREFIX + "a", ""));
    }

    @Test
    void showsAPortWhoseVethIsGone() {
      ensureBridge();
      String veth = device.veths().add(plain("a"));
      String port = device.bridges().addPort(PREFIX + "br", PREFIX + "a", "");

      device.veths().remove(veth);

      assertTrue(
          ports(p -> p.id().equals(port)).getFirst().interfaceName().startsWith("*"),
          "the interface of a dangling port is an id");
      device.bridges().removePort(port);
      assertEquals(List.of(), ports(p -> p.id().equals(port)));
    }

    @Test
    void waitsForAnInterfaceThatDoesNotExistYet() {
      ensureBridge();

      DeviceException thrown =
          assertThrows(
              DeviceException.Busy.class,
              () -> device.bridges().addPort(PREFIX + "br", PREFIX + "none", ""));
      assertTrue(thrown.retryable());
    }
  }

  @Nested
  class WhenKeepingMountsAndVariables {
    @Test
    void readsBackMounts() {
      String data =
          device
              .containerMounts()
              .add(
                  PREFIX + "data", disk() + "/" + PREFIX + "v/data", "/data", MountMode.READ_WRITE);
      String config =
          device
              .containerMounts()
              .add(
                  PREFIX + "config",
                  "/" + disk() + "/" + PREFIX + "v/config",
                  "/etc/app",
                  MountMode.READ_ONLY);

      assertEquals(
          List.of(
              new ContainerMount(
                  data,
                  PREFIX + "data",
                  disk() + "/" + PREFIX + "v/data",
                  "/data",
                  MountMode.READ_WRITE),
              new ContainerMount(
                  config,
                  PREFIX + "config",
                  disk() + "/" + PREFIX + "v/config",
                  "/etc/app",
                  MountMode.READ_ONLY)),
          device.containerMounts().list().stream().filter(m -> isOurs(m.list())).toList());
    }

    @Test
    void refusesTheSameDestinationTwice() {
      String source = disk() + "/" + PREFIX + "v";
      device.containerMounts().add(PREFIX + "m", source, "/data", MountMode.READ_WRITE);

      assertThrows(
          DeviceException.Duplicate.class,
          () -> device.containerMounts().add(PREFIX + "m", source, "/data", MountMode.READ_WRITE));
    }

    @Test
    void keepsEveryCharacterOfAVariable() {
      String value = "a b,c=\"d\" 'e' \\f $g ü €";
      String id = device.containerEnvs().add(PREFIX + "env", "KEY_1", value);
      String empty = device.containerEnvs().add(PREFIX + "env", "EMPTY", "");

      assertEquals(
          List.of(
              new ContainerEnv(id, PREFIX + "env", "KEY_1", value),
              new ContainerEnv(empty, PREFIX + "env", "EMPTY", "")),
          device.containerEnvs().list().stream().filter(e -> isOurs(e.list())).toList());
      device.containerEnvs().remove(id);
      assertThrows(DeviceException.Missing.class, () -> device.containerEnvs().remove(id));
    }
  }

  @Nested
  class WhenUsingFiles {
    @Test
    void createsFoldersLevelByLevelAndAgain() {
      device.files().createFolder(folder("a/b/c"));
      device.files().createFolder("/" + folder("a/b/c"));

      assertEquals(Optional.of(0L), device.files().find(folder("a/b")));
    }

    @Test
    void writesOverRenamesAndRemoves() {
      device.files().createFolder(folder("w"));
      device.files().write(folder("w/x.conf"), "first text");
      device.files().write(folder("w/x.conf"), "größer\n\t\"2\"");

      assertEquals(Optional.of(13L), device.files().find(folder("w/x.conf")));
      device.files().rename(folder("w"), folder("moved"));
      assertEquals(Optional.empty(), device.files().find(folder("w/x.conf")));
      assertEquals(Optional.of(13L), device.files().find(folder("moved/x.conf")));
      device.files().remove(folder("moved"));
      assertEquals(Optional.empty(), device.files().find(folder("moved")));
      device.files().remove(folder("moved"));
    }

    @Test
    void refusesToRenameWhatIsNotThere() {
      assertThrows(
          DeviceException.Missing.class,
          () -> device.files().rename(folder("none"), folder("other")));
    }

    @Test
    void refusesATextThatIsTooLong() {
      device.files().createFolder(folder("w"));

      assertThrows(
          DeviceException.Rejected.class,
          () -> device.files().write(folder("w/long"), "x".repeat(61_441)));
      assertEquals(Optional.empty(), device.files().find(folder("w/long")));
    }
  }

  @Nested
  class WhenRunningContainers {
    @Test
    void goesThroughALife() {
      ContainerSpec spec = ready("a");

      String id = device.containers().add(spec);
      awaitState("a", UNPACKED);
      device.containers().start(id);
      awaitState("a", EnumSet.of(ContainerState.RUNNING));

      Container running = container("a").orElseThrow();
      assertEquals(spec.comment(), running.comment());
      assertEquals(List.of(spec.interfaceName()), running.interfaces());
      assertEquals(spec.rootDir(), running.rootDir());
      assertEquals(spec.mountLists(), running.mountLists());
      assertEquals(spec.envLists(), running.envLists());
      assertEquals(spec.cmd(), CommandLine.split(running.cmd()));
      assertEquals(spec.hostname(), running.hostname());
      assertEquals(spec.dns(), running.dns());
      assertFalse(running.image().isEmpty());
      assertThrows(DeviceException.Busy.class, () -> device.containers().remove(id));

      device.containers().stop(id);
      awaitState("a", EnumSet.of(ContainerState.STOPPED));
      removeContainer("a");
      assertEquals(Optional.empty(), container("a"));
    }

    @Test
    void holdsItsVeth() {
      ContainerSpec spec = ready("a");
      device.containers().add(spec);
      awaitState("a", UNPACKED);
      String veth = veth(spec.interfaceName()).orElseThrow().id();

      assertThrows(DeviceException.Busy.class, () -> device.veths().remove(veth));
    }

    @Test
    void holdsItsRootFolder() {
      device.containers().add(ready("a"));
      awaitState("a", UNPACKED);
      prepare("b");
      ContainerSpec inner = spec("b", rootDir("a") + "/inner");

      assertThrows(DeviceException.Busy.class, () -> device.containers().add(inner));
    }

    @Test
    void reportsAnImageThatCannotBePulled() {
      device.veths().add(plain("a"));
      ContainerSpec spec = spec("a", rootDir("a"));
      ImageSource nowhere = new ImageSource.Remote("registry.invalid/none:1");

      device.containers().add(withImage(spec, nowhere));

      // The row says so, or goes by itself.
      await("failure")
          .atMost(pullTime())
          .until(
              () ->
                  container("a")
                      .map(Container::state)
                      .orElse(ContainerState.FAILED)
                      .equals(ContainerState.FAILED));
    }

    @Test
    void saysThatAnUnknownOneIsMissing() {
      assertThrows(DeviceException.Missing.class, () -> device.containers().start("*FFFFF"));
    }

    private ContainerSpec ready(String name) {
      prepare(name);
      return spec(name, rootDir(name));
    }

    private void prepare(String name) {
      device.veths().add(plain(name));
      device
          .containerMounts()
          .add(PREFIX + name, disk() + "/" + PREFIX + "v", "/data", MountMode.READ_WRITE);
      device.containerEnvs().add(PREFIX + name, "KEY", "value");
    }

    private ContainerSpec withImage(ContainerSpec spec, ImageSource image) {
      return new ContainerSpec(
          spec.name(),
          spec.comment(),
          image,
          spec.interfaceName(),
          spec.rootDir(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          "",
          "",
          "",
          List.of(),
          false,
          0,
          false);
    }

    private ContainerSpec spec(String name, String rootDir) {
      return new ContainerSpec(
          PREFIX + name,
          "mkube contract " + name,
          new ImageSource.Remote(image()),
          PREFIX + name,
          rootDir,
          List.of(PREFIX + name),
          List.of(PREFIX + name),
          List.of("nginx", "-g", "daemon off;"),
          List.of(),
          "",
          "",
          "host-" + name,
          List.of("192.0.2.53", "2001:db8::53"),
          false,
          5,
          false);
    }
  }
}
