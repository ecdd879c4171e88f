package io.mkube.routeros.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerMounts.ContainerMount;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerSpec.CertificateCheck;
import io.mkube.routeros.container.ContainerSpec.ImageSource;
import io.mkube.routeros.container.ContainerState;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The adapter sends exactly the requests of the files on containers, and reads their answers. */
class ContainerWireTest {
  @RegisterExtension static final WireFiles FILES = WireFiles.ofContainers();
  private static final String MARKER = "mkube/1 c1 Pod default/web u1";

  @Nested
  class Mounts {
    @Test
    void addsUnderTheNameOfTheRelease() {
      for (String file : List.of("mount-add", "mount-add-7.20.8")) {
        assertEquals("*6", FILES.read(file, device -> add(device, MountMode.READ_WRITE)), file);
      }
    }

    @Test
    void addsReadOnlyInTheWordsOfTheRelease() {
      for (String file : List.of("mount-add-read-only-7.22.2", "mount-add-read-only-7.23.3")) {
        assertEquals(
            "*6",
            FILES.read(
                file,
                device ->
                    device
                        .containerMounts()
                        .add(
                            "web-config",
                            "/raid1/mkube/config/web",
                            "/etc/web",
                            MountMode.READ_ONLY)),
            file);
      }
    }

    @Test
    void reportsATakenDestination() {
      FILES.refuses(
          DeviceException.Duplicate.class,
          "mount-add-same-dst",
          device -> add(device, MountMode.READ_WRITE),
          "same dst");
    }

    @Test
    void readsSourcesWithoutLeadingSlash() {
      assertEquals(
          List.of(
              new ContainerMount(
                  "*6", "web-data", "raid1/mkube/volumes/web", "/data", MountMode.READ_WRITE)),
          FILES.read("mount-list", device -> device.containerMounts().list()));
    }

    @Test
    void readsTheMode() {
      assertEquals(
          MountMode.READ_ONLY,
          FILES
              .read("mount-list-7.23.3", device -> device.containerMounts().list())
              .getFirst()
              .mode());
    }

    @Test
    void removes() {
      FILES.sends("mount-remove", device -> device.containerMounts().remove("*6"));
    }

    private String add(RouterOsDevice device, MountMode mode) {
      return device.containerMounts().add("web-data", "raid1/mkube/volumes/web", "/data", mode);
    }
  }

  @Nested
  class Envs {
    @Test
    void addsReadsAndRemoves() {
      String value = "good day, \"world\"";
      assertEquals(
          "*7",
          FILES.read(
              "env-add", device -> device.containerEnvs().add("web-env", "GREETING", value)));
      var env = FILES.read("env-list", device -> device.containerEnvs().list()).getFirst();
      assertEquals("web-env", env.list());
      assertEquals("GREETING", env.key());
      assertEquals(value, env.value());
      FILES.sends("env-remove", device -> device.containerEnvs().remove("*7"));
    }
  }

  @Nested
  class Containers {
    @Test
    void addsWithTheLeastArguments() {
      assertEquals(
          "*5",
          FILES.read(
              "container-add",
              device -> device.containers().add(spec("web", "veth-web", "raid1/mkube/web"))));
    }

    @Test
    void addsWithAllArguments() {
      ContainerSpec full =
          new ContainerSpec(
              "web",
              MARKER,
              new ImageSource.Remote("registry.lab.example:5000/web:2", CertificateCheck.OFF),
              "veth-web",
              "/raid1/mkube/web/",
              List.of("web-data", "web-config"),
              List.of("web-env"),
              List.of("serve", "--title", "good day"),
              List.of("/bin/web"),
              "/srv",
              "0:0",
              "web",
              List.of("192.168.200.2", "1.1.1.1"),
              true,
              30,
              false);
      assertEquals("*5", FILES.read("container-add-full", device -> device.containers().add(full)));
    }

    @Test
    void reportsAHeldVethAsBusy() {
      FILES.refuses(
          DeviceException.Busy.class,
          "container-add-held-veth",
          device ->
              device.containers().add(withoutComment(spec("web2", "veth-web", "raid1/mkube/web2"))),
          "add container web2",
          "value of interface");
    }

    @Test
    void reportsALockedRootFolderAsBusy() {
      FILES.refuses(
          DeviceException.Busy.class,
          "container-add-overlap",
          device ->
              device
                  .containers()
                  .add(withoutComment(spec("web2", "veth-two", "raid1/mkube/web/inner"))),
          "root-dir overlap with /raid1/mkube/web");
    }

    @Test
    void readsFlags() {
      Container web =
          FILES.read("container-list-extracting", device -> device.containers().list()).getFirst();
      assertEquals(ContainerState.EXTRACTING, web.state());
      assertEquals(MARKER, web.comment());
      assertEquals("docker.io/library/nginx:1.27", web.image());
      assertEquals(List.of(), web.mountLists());
    }

    @Test
    void readsTheStatusOfOlderDevices() {
      Container web =
          FILES.read("container-list-7.20.8", device -> device.containers().list()).getFirst();
      assertEquals(ContainerState.EXTRACTING, web.state());
      assertEquals("docker.io/library/nginx:1.27", web.image());
    }

    @Test
    void readsAllOfARunningOne() {
      assertEquals(
          List.of(
              new Container(
                  "*5",
                  "web",
                  "",
                  ContainerState.RUNNING,
                  "docker.io/library/nginx:1.27",
                  "",
                  List.of("veth-web"),
                  "raid1/mkube/web",
                  List.of("web-data"),
                  List.of("web-env"),
                  "serve --title \"good day\"",
                  "/bin/web",
                  "/srv",
                  "0:0",
                  "web",
                  List.of("192.168.200.2", "1.1.1.1"),
                  true,
                  false,
                  "")),
          FILES.read("container-list-running", device -> device.containers().list()));
    }

    @Test
    void startsStopsAndRemoves() {
      FILES.sends("container-start", device -> device.containers().start("*5"));
      FILES.sends("container-stop", device -> device.containers().stop("*5"));
      FILES.sends("container-remove", device -> device.containers().remove("*5"));
    }

    @Test
    void reportsARunningOneAsBusy() {
      FILES.refuses(
          DeviceException.Busy.class,
          "container-remove-running",
          device -> device.containers().remove("*5"),
          "remove container *5",
          "cannot remove running");
    }

    private ContainerSpec spec(String name, String veth, String rootDir) {
      return spec(name, MARKER, veth, rootDir);
    }

    private ContainerSpec withoutComment(ContainerSpec spec) {
      return spec(spec.name(), "", spec.interfaceName(), spec.rootDir());
    }

    private ContainerSpec spec(String name, String comment, String veth, String rootDir) {
      return new ContainerSpec(
          name,
          comment,
          new ImageSource.Remote("docker.io/library/nginx:1.27"),
          veth,
          rootDir,
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
  }
}
