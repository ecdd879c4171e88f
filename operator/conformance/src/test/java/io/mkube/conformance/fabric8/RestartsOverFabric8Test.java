package io.mkube.conformance.fabric8;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Informers whose server goes and comes again. */
final class RestartsOverFabric8Test {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void informersGoOn(boolean onlyHttp, @TempDir Path folder) throws Exception {
    ApiServerConfig config = ApiServerConfig.of(folder);
    try (MemoryObjectStore store = new MemoryObjectStore()) {
      ApiServer first = ApiServer.start(config, store);
      int port = first.port();
      try (KubernetesClient client = client(first, onlyHttp)) {
        client.resource(settings("kept")).create();
        client.resource(settings("removed")).create();
        SharedIndexInformer<ConfigMap> informer = client.configMaps().withLabel("watched").inform();
        await().until(() -> names(informer).equals(Set.of("kept", "removed")));

        first.close();
        try (ApiServer second = ApiServer.start(config.withPort(port), store);
            KubernetesClient other = client(second, onlyHttp)) {
          other.configMaps().withName("removed").delete();
          other.resource(settings("added")).create();

          await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> names(informer).equals(Set.of("kept", "added")));
        }
      } finally {
        first.close();
      }
    }
  }

  private static KubernetesClient client(ApiServer server, boolean onlyHttp) {
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(server.adminKubeconfig()))
            .withOnlyHttpWatches(onlyHttp)
            .withNamespace("default")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Set<String> names(SharedIndexInformer<ConfigMap> informer) {
    return informer.getStore().list().stream()
        .map(map -> map.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private static ConfigMap settings(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("watched", "yes")
        .endMetadata()
        .build();
  }
}
