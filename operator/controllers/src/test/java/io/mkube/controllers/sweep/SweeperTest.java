package io.mkube.controllers.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.mkube.controllers.address.AddressClaims;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.controllers.model.Faults;
import io.mkube.controllers.model.ModelContainer;
import io.mkube.controllers.model.ModelDevice;
import io.mkube.controllers.model.ModelDns;
import io.mkube.controllers.naming.DeviceNames;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.world.SampleNetwork;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.microdns.RecordData;
import io.mkube.routeros.network.Veths.VethSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);

  private final Faults faults = new Faults(1, 0);
  private final ModelDevice device = new ModelDevice(faults, "bridge-gt");
  private final ModelDns dns = new ModelDns(faults, "gt.lo");
  private final Known known = new Known();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private KubernetesClient client;
  private ClusterUid cluster;
  private DeviceNode node;
  private DnsServers servers;
  private Sweeper sweeper;

  private static final class Known implements DesiredPods {
    private boolean complete = true;
    private final List<Pod> pods = new ArrayList<>();
    private final Network network = SampleNetwork.gt();

    @Override
    public boolean complete() {
      return complete;
    }

    @Override
    public Collection<Pod> pods() {
      return List.copyOf(pods);
    }

    @Override
    public Collection<Network> networks() {
      return List.of(network);
    }
  }

  @BeforeEach
  void start() {
    server.init();
    client =
        server.createClient(
            builder -> builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig());
    cluster =
        ClusterUid.of(
            client
                .resource(
                    new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kube-system")
                        .endMetadata()
                        .build())
                .create());
    node =
        new DeviceNode(
            new DeviceSettings("rose1", "raid1/mkube", List.of(), Duration.ofSeconds(10)),
            device,
            WriteGuard.OPEN,
            () -> now);
    servers = new DnsServers(endpoint -> dns, WriteGuard.OPEN, () -> now);
    AddressClaims claims =
        new AddressClaims(
            new AddressClaims.Ledger() {
              @Override
              public Optional<Network> find(String name) {
                return Optional.of(known.network);
              }

              @Override
              public Network updateStatus(Network network) {
                return network;
              }
            });
    sweeper =
        new Sweeper(
            cluster,
            client,
            Devices.of(List.of(node)),
            servers,
            known,
            new SweepActuator(servers, claims));
    known.pods.add(pod("alive", "uid-alive"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.destroy();
  }

  @Test
  void removesEverythingOfAPodThatIsGone() {
    traces("gone", "uid-gone");
    traces("alive", "uid-alive");

    sweep();

    assertFalse(everything().contains("uid-gone"), this::everything);
    assertTrue(everything().contains("uid-alive"), this::everything);
    assertEquals(
        List.of("uid-alive"),
        known.network.getStatus().allocations().stream().map(AddressAllocation::uid).toList());
    assertFalse(device.files.keySet().stream().anyMatch(path -> path.contains("gone")));
  }

  @Test
  void keepsAnAddressThatALivingPodOwnsToo() {
    record("uid-gone", "gone", "shared");
    record("uid-alive", "alive", "shared");

    sweep();

    List<String> names = dns.records.values().stream().map(r -> r.name()).toList();
    assertTrue(names.contains("shared"), names::toString);
    assertEquals(1, names.stream().filter("_mkube.shared"::equals).count());
  }

  @Nested
  class DoesNothing {
    @Test
    void beforeTheDesiredStateWasRead() {
      known.complete = false;
      isUntouched(() -> traces("gone", "uid-gone"));
    }

    @Test
    void whenThePodIsThereAfterAll() {
      Pod hidden = client.resource(pod("hidden", "x")).create();
      isUntouched(() -> traces("hidden", hidden.getMetadata().getUid()));
    }

    @Test
    void whenTheApiServerFails() {
      server.shutdown();
      isUntouched(() -> traces("gone", "uid-gone"));
    }

    @Test
    void whenNoPodIsLeftAndNobodySawItsDeletion() {
      known.pods.clear();
      isUntouched(() -> traces("gone", "uid-gone"));

      sweeper.deleted("uid-gone");
      sweep();
      assertFalse(everything().contains("uid-gone"));
    }

    @Test
    void toRowsOfAnotherCluster() {
      isUntouched(
          () ->
              device
                  .veths()
                  .add(
                      new VethSpec(
                          "veth_default_gone_0",
                          List.of(),
                          "",
                          "",
                          "mkube/1 another Pod default/gone uid-gone")));
    }

    @Test
    void toRowsWithoutMarker() {
      isUntouched(
          () -> {
            device.veths().add(new VethSpec("veth_default_gone_0", List.of(), "", "", "mine"));
            device.containerMounts().add("default_gone_app", "raid1/x", "/x", mode());
            dns.addRecord("z", "gone", 60, new RecordData.A("192.168.200.9"));
          });
    }

    @Test
    void toRowsThatANewPodOfTheNameTakesOver() {
      known.pods.add(pod("web", "uid-new"));
      isUntouched(
          () ->
              device
                  .veths()
                  .add(
                      new VethSpec(
                          "veth_default_web_0", List.of(), "", "", marker("web", "uid-old"))));
    }
  }

  private static MountMode mode() {
    return MountMode.READ_WRITE;
  }

  private void isUntouched(Runnable traces) {
    traces.run();
    String before = everything();

    sweep();

    assertEquals(before, everything());
  }

  private void sweep() {
    for (int i = 0; i < 8; i++) {
      now = now.plusSeconds(60);
      node.snapshot(Duration.ofSeconds(10));
      servers.at("http://dns:8080").zone("gt.lo", Duration.ofSeconds(10));
      sweeper.round(IDLE);
      device.step();
    }
  }

  private String everything() {
    List<Object> all = new ArrayList<>(device.rows());
    all.addAll(dns.records.values());
    return all.toString();
  }

  /** All that a pod has on a device, in DNS and in its network. */
  private void traces(String name, String uid) {
    String row = DeviceNames.container("default", name, "app");
    String veth = DeviceNames.veth("default", name, 0);
    String comment = marker(name, uid);
    device.veths().add(new VethSpec(veth, List.of("192.168.200.10/24"), "", "", comment));
    device.bridges().addPort("bridge-gt", veth, comment);
    device.containerEnvs().add(row, "A", "1");
    device.containerMounts().add(row, "raid1/x", "/x", mode());
    device
        .containers()
        .add(
            new ContainerSpec(
                row,
                comment,
                new ContainerSpec.ImageSource.Remote("docker.io/library/nginx:1"),
                veth,
                "raid1/mkube/containers/" + row,
                List.of(row),
                List.of(row),
                List.of(),
                List.of(),
                "",
                "",
                "",
                List.of(),
                true,
                5,
                false));
    device.containers.replaceAll((id, c) -> ModelContainer.with(c, ContainerState.RUNNING));
    device
        .files()
        .createFolder(
            "raid1/mkube/volumes/" + DeviceNames.container("default", name, uid.substring(0, 8)));
    record(uid, name, name);
    List<AddressAllocation> allocations = new ArrayList<>(known.network.getStatus().allocations());
    allocations.add(
        new AddressAllocation(
            "192.168.200." + (10 + allocations.size()), "default", name, uid, "app"));
    known.network.setStatus(known.network.getStatus().withAllocations(allocations));
  }

  private void record(String uid, String pod, String name) {
    Marker marker = new Marker(cluster, "Pod", "default", pod, uid);
    dns.addRecord("z", name, 60, new RecordData.A("192.168.200.10"));
    dns.addRecord(
        "z",
        DnsOwner.recordName(name),
        60,
        new RecordData.Txt(new DnsOwner(marker, "192.168.200.10").text()));
  }

  private String marker(String name, String uid) {
    return new Marker(cluster, "Pod", "default", name, uid).text();
  }

  private static Pod pod(String name, String uid) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withUid(uid)
        .endMetadata()
        .withNewSpec()
        .withNodeName("rose1")
        .endSpec()
        .build();
  }
}
