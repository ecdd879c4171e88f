package io.mkube.routeros.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerMounts.ContainerMount;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerSpec.CertificateCheck;
import io.mkube.routeros.container.ContainerSpec.ImageSource;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import io.mkube.routeros.rest.RouterOs;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The adapter sends exactly the requests of the wire files, and reads their answers. */
class WireTest {
  private static final String MARKER = "mkube/1 c1 Pod default/web u1";
  private static final VethSpec WEB =
      new VethSpec("veth-web", List.of("192.168.200.10/24"), "192.168.200.1", "", MARKER);

  /** Answers that only other clients provoke: the simulator is tested against them. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "system-identity-post-print",
          "veth-add-unknown-argument",
          "mount-add-old-name-refused",
          "container-add-no-image",
          "container-add-unknown-tag",
          "unknown-command");

  private static final Set<String> USED = new HashSet<>();

  @BeforeAll
  static void forget() {
    USED.clear();
  }

  @AfterAll
  static void everyFileIsUsed() {
    Set<String> unused = new HashSet<>(NOT_SENT);
    unused.addAll(USED);
    assertEquals(Set.copyOf(WireExchange.all().stream().map(WireExchange::name).toList()), unused);
  }

  @Nested
  class Resources {
    @Test
    void readsTheResources() {
      var resource = read("system-resource", device -> device.system().resource());

      assertEquals("7.21.5 (stable)", resource.version());
      assertEquals("arm64", resource.architecture());
      assertEquals("RDS2216", resource.board());
      assertEquals(16, resource.cpuCount());
      assertEquals(3, resource.cpuLoad());
      assertEquals(34359738368L, resource.totalMemory());
      assertEquals(30064771072L, resource.freeMemory());
      assertEquals("1w2d3h4m5s", resource.uptime());
    }

    @Test
    void readsTheIdentity() {
      assertEquals("rose1", read("system-identity", device -> device.system().identity()));
    }
  }

  @Nested
  class Veths {
    @Test
    void readsAnEmptyList() {
      assertEquals(List.of(), read("veth-list-empty", device -> device.veths().list()));
    }

    @Test
    void readsAVeth() {
      assertEquals(
          List.of(new Veth("*2", WEB, false)), read("veth-list", device -> device.veths().list()));
    }

    @Test
    void readsSeveralAddressesAndIpv6() {
      VethSpec six =
          new VethSpec(
              "veth-six",
              List.of("192.168.200.11/24", "fd00:200::11/64"),
              "192.168.200.1",
              "fd00:200::1",
              "");
      assertEquals(
          List.of(new Veth("*3", six, false)),
          read("veth-list-two-addresses", device -> device.veths().list()));
    }

    @Test
    void addsAndReturnsTheId() {
      assertEquals("*2", read("veth-add", device -> device.veths().add(WEB)));
    }

    @Test
    void reportsATakenName() {
      refuses(
          DeviceException.Duplicate.class,
          "veth-add-duplicate",
          device -> device.veths().add(WEB),
          "add veth veth-web on",
          "failure: already have interface with such name");
    }

    @Test
    void reportsABadAddress() {
      refuses(
          DeviceException.Rejected.class,
          "veth-add-bad-address",
          device ->
              device
                  .veths()
                  .add(new VethSpec("veth-bad", List.of("192.168.200.999/24"), "", "", "")),
          "invalid value for argument address");
    }

    @Test
    void changesAndClears() {
      sends(
          "veth-set",
          device ->
              device
                  .veths()
                  .set(
                      "*2",
                      new VethSpec(
                          "veth-web",
                          List.of("192.168.200.12/24"),
                          "192.168.200.1",
                          "",
                          "mkube/1 c1 Pod default/web u2")));
    }

    @Test
    void removes() {
      sends("veth-remove", device -> device.veths().remove("*2"));
    }

    @Test
    void reportsAHeldOneAsBusy() {
      refuses(
          DeviceException.Busy.class,
          "veth-remove-in-use",
          device -> device.veths().remove("*2"),
          "remove veth *2",
          "in use by container");
    }

    @Test
    void reportsAGoneOneAsMissing() {
      refuses(
          DeviceException.Missing.class,
          "veth-remove-gone",
          device -> device.veths().remove("*FFF"),
          "no such item");
    }
  }

  @Nested
  class Bridges {
    @Test
    void addsABridge() {
      assertEquals(
          "*1", read("bridge-add", device -> device.bridges().add("bridge-gt", "containers")));
    }

    @Test
    void readsBridges() {
      var bridge = read("bridge-list", device -> device.bridges().list()).getFirst();
      assertEquals("bridge-gt", bridge.name());
      assertEquals("containers", bridge.comment());
    }

    @Test
    void putsAnInterfaceOnABridge() {
      assertEquals(
          "*4",
          read(
              "bridge-port-add",
              device -> device.bridges().addPort("bridge-gt", "veth-web", MARKER)));
    }

    @Test
    void reportsASecondPort() {
      refuses(
          DeviceException.Duplicate.class,
          "bridge-port-add-duplicate",
          device -> device.bridges().addPort("bridge-gt", "veth-web", MARKER),
          "already added as bridge port");
    }

    @Test
    void reportsAnInterfaceThatIsNotThereNow() {
      refuses(
          DeviceException.Busy.class,
          "bridge-port-add-no-interface",
          device -> device.bridges().addPort("bridge-gt", "veth-none", ""),
          "input does not match any value of interface");
    }

    @Test
    void readsPorts() {
      assertEquals(
          List.of(new BridgePort("*4", "bridge-gt", "veth-web", MARKER, false)),
          read("bridge-port-list", device -> device.bridges().listPorts()));
    }

    @Test
    void keepsTheIdOfAGoneInterface() {
      var port =
          read("bridge-port-list-dangling", device -> device.bridges().listPorts()).getFirst();
      assertEquals("*2", port.interfaceName());
    }

    @Test
    void removesAPort() {
      sends("bridge-port-remove", device -> device.bridges().removePort("*4"));
    }
  }

  @Nested
  class Mounts {
    @Test
    void addsUnderTheNameOfTheRelease() {
      for (String file : List.of("mount-add", "mount-add-7.20.8")) {
        assertEquals("*6", read(file, device -> add(device, MountMode.READ_WRITE)), file);
      }
    }

    @Test
    void addsReadOnlyInTheWordsOfTheRelease() {
      for (String file : List.of("mount-add-read-only-7.22.2", "mount-add-read-only-7.23.3")) {
        assertEquals(
            "*6",
            read(
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
      refuses(
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
          read("mount-list", device -> device.containerMounts().list()));
    }

    @Test
    void readsTheMode() {
      assertEquals(
          MountMode.READ_ONLY,
          read("mount-list-7.23.3", device -> device.containerMounts().list()).getFirst().mode());
    }

    @Test
    void removes() {
      sends("mount-remove", device -> device.containerMounts().remove("*6"));
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
          read("env-add", device -> device.containerEnvs().add("web-env", "GREETING", value)));
      var env = read("env-list", device -> device.containerEnvs().list()).getFirst();
      assertEquals("web-env", env.list());
      assertEquals("GREETING", env.key());
      assertEquals(value, env.value());
      sends("env-remove", device -> device.containerEnvs().remove("*7"));
    }
  }

  @Nested
  class Containers {
    @Test
    void addsWithTheLeastArguments() {
      assertEquals(
          "*5",
          read(
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
      assertEquals("*5", read("container-add-full", device -> device.containers().add(full)));
    }

    @Test
    void reportsAHeldVethAsBusy() {
      refuses(
          DeviceException.Busy.class,
          "container-add-held-veth",
          device ->
              device.containers().add(withoutComment(spec("web2", "veth-web", "raid1/mkube/web2"))),
          "add container web2",
          "value of interface");
    }

    @Test
    void reportsALockedRootFolderAsBusy() {
      refuses(
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
          read("container-list-extracting", device -> device.containers().list()).getFirst();
      assertEquals(ContainerState.EXTRACTING, web.state());
      assertEquals(MARKER, web.comment());
      assertEquals("docker.io/library/nginx:1.27", web.image());
      assertEquals(List.of(), web.mountLists());
    }

    @Test
    void readsTheStatusOfOlderDevices() {
      Container web =
          read("container-list-7.20.8", device -> device.containers().list()).getFirst();
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
          read("container-list-running", device -> device.containers().list()));
    }

    @Test
    void startsStopsAndRemoves() {
      sends("container-start", device -> device.containers().start("*5"));
      sends("container-stop", device -> device.containers().stop("*5"));
      sends("container-remove", device -> device.containers().remove("*5"));
    }

    @Test
    void reportsARunningOneAsBusy() {
      refuses(
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

  @Nested
  class Files {
    @Test
    void findsAFile() {
      assertEquals(
          Optional.of(14L), read("file-find", device -> device.files().find("raid1/mkube/a.conf")));
    }

    @Test
    void findsAFolder() {
      assertEquals(
          Optional.of(0L), read("file-find-folder", device -> device.files().find("/raid1/mkube")));
    }

    @Test
    void findsNothing() {
      assertEquals(
          Optional.empty(),
          read("file-find-nothing", device -> device.files().find("raid1/mkube/none")));
    }

    @Test
    void createsAFolderThatMayExist() {
      sends("file-add-folder", device -> device.files().createFolder("raid1/mkube"));
      sends("file-add-folder-exists", device -> device.files().createFolder("/raid1/mkube/"));
    }

    @Test
    void writesOverAFile() {
      sends("file-write-over", device -> device.files().write("raid1/mkube/a.conf", "other\n"));
    }

    @Test
    void writesANewFile() {
      USED.add("file-write-absent");
      USED.add("file-write-new");
      try (WireServer server = new WireServer("file-write-new", "file-write-absent");
          RouterOsDevice device = connect(server)) {
        device.files().write("raid1/mkube/a.conf", "key = ü\nnext\n");
        assertEquals(List.of(), server.strangers());
      }
    }

    @Test
    void renamesAndRemoves() {
      sends(
          "file-rename",
          device -> device.files().rename("raid1/mkube/a.conf", "raid1/mkube/b.conf"));
      sends("file-remove", device -> device.files().remove("/raid1/mkube/a.conf"));
    }

    @Test
    void takesAGoneFileForRemoved() {
      sends("file-remove-gone", device -> device.files().remove("raid1/mkube/none"));
    }
  }

  private static RouterOsDevice connect(WireServer server) {
    return RouterOs.connect(new RouterOsConfig(server.rest(), "admin", ""));
  }

  private static <T> T read(String file, Function<RouterOsDevice, T> call) {
    USED.add(file);
    try (WireServer server = new WireServer(file);
        RouterOsDevice device = connect(server)) {
      T result = call.apply(device);
      assertEquals(List.of(), server.strangers());
      return result;
    }
  }

  private static void sends(String file, Consumer<RouterOsDevice> call) {
    String done =
        read(
            file,
            device -> {
              call.accept(device);
              return "done";
            });
    assertEquals("done", done);
  }

  private static void refuses(
      Class<? extends DeviceException> type,
      String file,
      Consumer<RouterOsDevice> call,
      String... fragments) {
    USED.add(file);
    try (WireServer server = new WireServer(file);
        RouterOsDevice device = connect(server)) {
      DeviceException thrown = assertThrows(type, () -> call.accept(device));
      assertEquals(List.of(), server.strangers());
      String message = String.valueOf(thrown.getMessage());
      for (String fragment : fragments) {
        assertTrue(message.contains(fragment), () -> fragment + " in " + message);
      }
    }
  }
}
