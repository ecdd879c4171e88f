package io.mkube.controllers.site;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.rest.RouterOs;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import io.mkube.routeros.simulator.SimulatorConfig.InitialBridge;
import io.mkube.routeros.simulator.microdns.MicroDnsConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;
import io.mkube.routeros.simulator.microdns.zone.ZoneRecord;
import io.mkube.store.memory.MemoryObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    Network network = new Network();
    network.getMetadata().setName(NETWORK);
    network.setSpec(
        new NetworkSpec(
            null,
            "bridge-gt",
            "192.168.200.0/24",
            null,
            "192.168.200.1",
            null,
            null,
            null,
            new NetworkDns(dns.url().toString(), ZONE, "192.168.200.252", null),
            null,
            new AddressRange(first, last),
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

  /** The texts {@code name type data} of all DNS records. */
  public Set<String> records() {
    Set<String> texts = new TreeSet<>();
    for (ZoneRecord record : dns.records()) {
      texts.add(record.toString());
    }
    return texts;
  }

  public List<AddressAllocation> allocations() {
    return client.resources(Network.class).withName(NETWORK).require().getStatus().allocations();
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
    traces.addAll(records());
    allocations().forEach(allocation -> traces.add(allocation.toString()));
    return traces;
  }

  @Override
  public void close() {
    stopControllers();
    client.close();
    api.close();
    store.close();
    router.close();
    dns.close();
  }
}
