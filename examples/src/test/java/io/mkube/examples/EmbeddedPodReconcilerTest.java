package io.mkube.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.crds.MkubeCrds;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPodReconcilerTest {
  private static final String NETWORK =
      """
      apiVersion: mkube.io/v1
      kind: Network
      metadata:
        name: guests
      spec:
        bridge: bridge
        cidr: 10.1.0.0/24
        gateway: 10.1.0.1
      """;

  @TempDir Path folder;

  @Test
  void runsAPodThatSomebodyElseHasBound() throws Exception {
    try (MemoryObjectStore store = new MemoryObjectStore();
        ApiServer api = ApiServer.start(ApiServerConfig.of(folder), store);
        RouterOsSimulator router = RouterOsSimulator.start(SimulatorConfig.defaults());
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.adminKubeconfig()))
                .build()) {
      MkubeCrds.definitions().forEach(definition -> client.resource(definition).create());
      client.resource(NETWORK).create();

      try (EmbeddedPodReconciler embedded =
          EmbeddedPodReconciler.start(client, new RouterOsConfig(router.url(), "admin", ""))) {
        client.resource(pod()).create();

        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertEquals("10.1.0.2", addressOfReadyPod(client)));

        assertNotNull(embedded);
        assertEquals(
            List.of("default_guest_main"),
            router.world().getOrDefault("/container", List.of()).stream()
                .map(row -> row.get("name"))
                .toList());
      }
    }
  }

  private static String addressOfReadyPod(KubernetesClient client) {
    PodStatus status = client.pods().inNamespace("default").withName("guest").get().getStatus();
    boolean ready =
        status.getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    return ready ? status.getPodIP() : "not ready";
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("guest")
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withNodeName("rose1")
        .addNewContainer()
        .withName("main")
        .withImage("docker.io/library/busybox:1.36")
        .endContainer()
        .endSpec()
        .build();
  }
}
