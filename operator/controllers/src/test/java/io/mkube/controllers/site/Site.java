package io.mkube.controllers.site;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.apiserver.ApiServerException;
import io.mkube.controllers.ControllersConfig;
import io.mkube.controllers.ControllersConfig.Definitions;
import io.mkube.controllers.ControllersConfig.Part;
import io.mkube.controllers.ControllersConfig.Router;
import io.mkube.controllers.MkubeControllers;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.AddressRange;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkDns;
import io.mkube.crds.network.NetworkSpec;
import io.mkube.images.RemoteImages;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.microdns.DnsZones;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.microdns.RecordData;
import io.mkube.routeros.rest.RouterOs;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import io.mkube.routeros.simulator.SimulatorConfig.InitialBridge;
import io.mkube.routeros.simulator.microdns.MicroDnsConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;
import io.mkube.store.memory.MemoryObjectStore;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A router with one network, its DNS server and an API server; controllers come and go. */
public final class Site implements AutoCloseable {
  public static final String NODE = "rose1";
  public static final String NETWORK = "gt";
  public static final String ZONE = "gt.lo";
  public static final String ROOT = "raid1/mkube";

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final ApiServer api;
  private final KubernetesClient client;
  private final RouterOsSimulator router;
  private final MicroDnsSimulator dns;
  private final RouterOsDevice line;
  private @Nullable MkubeControllers controllers;

  public Site(Path folder) throws ApiServerException {
    api = ApiServer.start(ApiServerConfig.of(folder.resolve("api")), store);
    Config config = Config.fromKubeconfig(api.adminKubeconfig());
    client = new KubernetesClientBuilder().withConfig(config).build();
    router =
        RouterOsSimulator.start(
            SimulatorConfig.defaults()
                .withBridges(List.of(new InitialBridge("bridge-gt", "192.168.200.1/24"))));
    dns = MicroDnsSimulator.start(MicroDnsConfig.defaults());
    MicroDns.connect(dns.url()).ensureZone(ZONE);
    line = RouterOs.connect(new RouterOsConfig(router.url(), "admin", ""));
  }

  /** Starts the pod controller. */
  public void startControllers() {
    startControllers(Duration.ofSeconds(1));
  }

  public void startControllers(Duration cycle) {
    DeviceSettings settings = new DeviceSettings(NODE, ROOT, List.of("192.168.200.1"), cycle);
    RouterOsConfig device = new RouterOsConfig(router.url(), "admin", "");
    controllers =
        MkubeControllers.start(
            client,
            ControllersConfig.of(
                    List.of(new Router(settings, RouterOs.connect(device))),
                    endpoint -> MicroDns.connect(URI.create(endpoint)),
                    new RemoteImages())
                .withDefaultNetwork(NETWORK)
                .withDefinitions(Definitions.APPLIED)
                .withParts(EnumSet.of(Part.POD)));
  }

  public void stopControllers() {
    if (controllers != null) {
      controllers.close();
      controllers = null;
    }
  }

  public KubernetesClient client() {
    return client;
  }

  public RouterOsSimulator router() {
    return router;
  }

  public MicroDnsSimulator dns() {
    return dns;
  }

  /** Creates the network with a range of addresses for containers. */
  public Network createNetwork(String first, String last) {
    return createNetwork(
        NETWORK,
        "192.168.200.0/24",
        new AddressRange(first, last),
        new NetworkDns(dns.url().toString(), ZONE, "192.168.200.252", null));
  }

  /** Creates another network on the same bridge, without names. */
  public Network createOtherNetwork(String name, String cidr) {
    return createNetwork(name, cidr, null, null);
  }

  private Network createNetwork(
      String name, String cidr, @Nullable AddressRange range, @Nullable NetworkDns names) {
    Network network = new Network();
    network.getMetadata().setName(name);
    network.setSpec(
        new NetworkSpec(
            null,
            "bridge-gt",
            cidr,
            null,
            null,
            null,
            null,
            null,
            names,
            null,
            range,
            null,
            false,
            false,
            List.of(),
            null,
            false));
    return client.resource(network).create();
  }

  /** A pod with one container, bound to the router. */
  public static PodBuilder pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withNodeName(NODE)
        .withTerminationGracePeriodSeconds(5L)
        .addNewContainer()
        .withName("app")
        .withImage("nginx:1.27")
        .endContainer()
        .endSpec();
  }

  public Pod create(PodBuilder pod) {
    return client.resource(pod.build()).create();
  }

  /** Changes an object, once more as often as somebody else changes it at the same moment. */
  public static <T> T edit(Resource<T> resource, UnaryOperator<T> change) {
    while (true) {
      try {
        return resource.edit(change);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  public Resource<Pod> resource(String pod) {
    return client.pods().inNamespace("default").withName(pod);
  }

  public @Nullable Pod find(String name) {
    return client.pods().inNamespace("default").withName(name).get();
  }

  /** A pod that exists. */
  public Pod get(String name) {
    return client.pods().inNamespace("default").withName(name).require();
  }

  public boolean isReady(String name) {
    Pod pod = find(name);
    return pod != null && isReady(pod);
  }

  public static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** The reason of the condition Ready, empty while there is none. */
  public String reason(String name) {
    Pod pod = find(name);
    return pod == null || pod.getStatus() == null
        ? ""
        : pod.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("Ready"))
            .map(c -> String.valueOf(c.getReason()))
            .findFirst()
            .orElse("");
  }

  public List<Map<String, String>> rows(String menu) {
    return router.world().getOrDefault(menu, List.of());
  }

  /** A property of the first row of a menu, empty when it is not printed. */
  public String first(String menu, String property) {
    List<Map<String, String>> rows = rows(menu);
    return rows.isEmpty() ? "" : rows.getFirst().getOrDefault(property, "");
  }

  /** All records of the zone. */
  public List<DnsRecord> records() {
    DnsZones zones = MicroDns.connect(dns.url());
    return zones.zones().stream().flatMap(zone -> zones.records(zone.id()).stream()).toList();
  }

  /** Empties the DNS server, as if its disk had been lost. */
  public void loseRecords() {
    DnsZones zones = MicroDns.connect(dns.url());
    for (DnsZones.DnsZone zone : zones.zones()) {
      zones.records(zone.id()).forEach(record -> zones.removeRecord(zone.id(), record.id()));
    }
  }

  /** The addresses of a name in the zone. */
  public Set<String> addresses(String name) {
    Set<String> addresses = new TreeSet<>();
    for (DnsRecord record : records()) {
      if (record.name().equals(name) && record.data() instanceof RecordData.A a) {
        addresses.add(a.address());
      }
    }
    return addresses;
  }

  /** The addresses in use in all networks. */
  public List<AddressAllocation> allocations() {
    return client.resources(Network.class).list().getItems().stream()
        .flatMap(network -> network.getStatus().allocations().stream())
        .toList();
  }

  /** The versions of all pods and networks: they stay while nothing is written. */
  public List<String> versions() {
    List<String> versions = new ArrayList<>();
    client
        .pods()
        .inAnyNamespace()
        .list()
        .getItems()
        .forEach(pod -> versions.add(pod.getMetadata().getResourceVersion()));
    client
        .resources(Network.class)
        .list()
        .getItems()
        .forEach(network -> versions.add(network.getMetadata().getResourceVersion()));
    return versions;
  }

  /** A direct line to the router, for what other people do there. */
  public RouterOsDevice line() {
    return line;
  }

  /** Deletes all pods and waits until nothing is left of them. */
  public void clear() {
    client.pods().inNamespace("default").delete();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertEquals(List.of(), client.pods().inNamespace("default").list().getItems());
              assertEquals(List.of(), traces());
            });
  }

  /** Waits until a pod is ready. */
  public Pod awaitReady(String name) {
    await().atMost(Duration.ofSeconds(60)).until(() -> isReady(name));
    return get(name);
  }

  /** Waits until a pod is not ready for a reason. */
  public void awaitReason(String name, String reason) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals(reason, reason(name)));
  }

  /** The reasons of the events about an object, in the order of their names. */
  public Set<String> events(String name) {
    Set<String> reasons = new TreeSet<>();
    for (Event event : client.v1().events().inNamespace("default").list().getItems()) {
      if (name.equals(event.getInvolvedObject().getName())) {
        reasons.add(event.getType() + " " + event.getReason());
      }
    }
    return reasons;
  }

  /** What is left on the router and in DNS and in the network that pods have made. */
  public List<String> traces() {
    List<String> traces = new ArrayList<>();
    for (String menu :
        List.of(
            "/container",
            "/container/mounts",
            "/container/envs",
            "/interface/veth",
            "/interface/bridge/port")) {
      rows(menu).forEach(row -> traces.add(menu + " " + row));
    }
    records().forEach(record -> traces.add(record.toString()));
    allocations().forEach(allocation -> traces.add(allocation.toString()));
    return traces;
  }

  @Override
  public void close() {
    stopControllers();
    client.close();
    line.close();
    api.close();
    store.close();
    router.close();
    dns.close();
  }
}
