package io.mkube.benchmarks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.controllers.ControllersConfig;
import io.mkube.controllers.MkubeControllers;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.crds.network.Network;
import io.mkube.images.RemoteImages;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.microdns.DnsZones;
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.rest.RouterOs;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import io.mkube.routeros.simulator.journal.Call;
import io.mkube.routeros.simulator.microdns.MicroDnsConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;
import io.mkube.store.memory.MemoryObjectStore;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What an idle control plane asks of the router and writes into its store, with 10 and with 1,000
 * pods. The refresh cycle is shortened, so that 1,000 cycles fit into a minute; what one cycle does
 * is the same.
 */
final class SteadyState {
  private static final int FEW = 10;
  private static final int MANY = 1000;
  private static final int CYCLES = 1000;
  private static final Duration CYCLE = Duration.ofMillis(20);

  private final Path folder;
  private final PrintStream out;

  SteadyState(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  void run() throws Exception {
    try (CountingStore store = new CountingStore(new MemoryObjectStore());
        ApiServer api = ApiServer.start(ApiServerConfig.of(folder.resolve("keys")), store);
        RouterOsSimulator router = RouterOsSimulator.start(SimulatorConfig.defaults());
        MicroDnsSimulator dns = MicroDnsSimulator.start(MicroDnsConfig.defaults());
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.adminKubeconfig()))
                .build();
        MkubeControllers controllers = MkubeControllers.start(client, config(router))) {
      out.println("controllers ready: " + controllers.ready());
      client.resource(network(dns)).create();
      client
          .resources(Network.class)
          .withName("bench")
          .waitUntilCondition(SteadyState::isReady, 1, TimeUnit.MINUTES);
      Idle few = measure(client, store, router, 0, FEW, 100);
      Idle many = measure(client, store, router, FEW, MANY, CYCLES);
      report(FEW, few);
      report(MANY, many);
      out.printf(
          Locale.ROOT,
          "list calls per cycle, %d pods / %d pods: %.2f%n",
          MANY,
          FEW,
          many.callsPerCycle() / few.callsPerCycle());
    }
  }

  private void report(int pods, Idle idle) {
    out.printf(
        Locale.ROOT,
        "%d pods, %d idle cycles: %.2f calls per cycle to the router (budget 8), %d device"
            + " writes, store writes %s%n",
        pods,
        idle.cycles(),
        idle.callsPerCycle(),
        idle.writes(),
        idle.storeWrites());
  }

  private static ControllersConfig config(RouterOsSimulator router) {
    DeviceSettings settings = new DeviceSettings("router", "disk1/mkube", List.of(), CYCLE);
    RouterOsConfig device = new RouterOsConfig(router.url(), "admin", "");
    return ControllersConfig.of(
            List.of(new ControllersConfig.Router(settings, RouterOs.connect(device))),
            SteadyState::connectDns,
            new RemoteImages())
        .withDefaultNetwork("bench");
  }

  private static String network(MicroDnsSimulator dns) {
    return """
    apiVersion: mkube.io/v1
    kind: Network
    metadata:
      name: bench
    spec:
      bridge: bridge
      cidr: 10.20.0.0/16
      gateway: 10.20.0.1
      dns:
        zone: bench.lo
        endpoint: %s
        port: %d
    """
        .formatted(dns.url(), dns.dns().getPort());
  }

  private static DnsZones connectDns(String endpoint) {
    return MicroDns.connect(URI.create(endpoint));
  }

  private static boolean isReady(Network network) {
    return network != null
        && network.getStatus() != null
        && network.getStatus().conditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private Idle measure(
      KubernetesClient client,
      CountingStore store,
      RouterOsSimulator router,
      int from,
      int to,
      int cycles)
      throws InterruptedException {
    long begin = System.nanoTime();
    for (int i = from; i < to; i++) {
      client.resource(pod("idle-" + i)).create();
    }
    while (client.pods().inNamespace("default").list().getItems().stream()
            .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
            .count()
        < to) {
      Thread.sleep(500);
    }
    out.printf(
        Locale.ROOT, "%d pods started in %.1f s%n", to - from, (System.nanoTime() - begin) / 1e9);
    awaitSilence(store, router);
    router.clearCalls();
    store.forget();
    long cyclesBefore = cycles(router);
    while (cycles(router) - cyclesBefore < cycles) {
      Thread.sleep(100);
    }
    long seen = cycles(router) - cyclesBefore;
    long calls = router.calls().size();
    long writes = router.calls().stream().filter(SteadyState::isWrite).count();
    return new Idle(seen, (double) calls / seen, writes, new TreeMap<>(store.writes()));
  }

  /** Waits until nothing but heartbeats was written for two seconds. */
  private static void awaitSilence(CountingStore store, RouterOsSimulator router)
      throws InterruptedException {
    while (true) {
      store.forget();
      router.clearCalls();
      Thread.sleep(2000);
      Map<String, Long> writes = store.writes();
      writes.remove("leases");
      if (writes.isEmpty() && router.calls().stream().noneMatch(SteadyState::isWrite)) {
        return;
      }
    }
  }

  private static long cycles(RouterOsSimulator router) {
    return router.calls().stream()
        .filter(call -> call.method().equals("GET") && call.path().equals("/rest/container"))
        .count();
  }

  private static boolean isWrite(Call call) {
    return call.kind() == Call.Kind.WRITE;
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("docker.io/library/busybox:1.36")
        .endContainer()
        .endSpec()
        .build();
  }

  private record Idle(
      long cycles, double callsPerCycle, long writes, Map<String, Long> storeWrites) {}
}
