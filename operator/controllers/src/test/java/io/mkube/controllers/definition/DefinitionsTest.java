package io.mkube.controllers.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.apiserver.ApiServerException;
import io.mkube.crds.MkubeCrds;
import io.mkube.crds.network.Network;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DefinitionsTest {
  private static final String NETWORKS = "networks.mkube.io";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static MemoryObjectStore store;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static ApiServer api;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws ApiServerException {
    store = new MemoryObjectStore();
    api = ApiServer.start(ApiServerConfig.of(folder), store);
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(api.adminKubeconfig()))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    api.close();
    store.close();
  }

  @Test
  void servesEveryKindWhenItReturns() {
    Definitions.apply(client);

    assertEquals(List.of(), client.resources(Network.class).list().getItems());
    assertTrue(
        MkubeCrds.NAMES.stream()
            .allMatch(
                name ->
                    client.apiextensions().v1().customResourceDefinitions().withName(name).get()
                        != null));
  }

  @Test
  void writesNothingTheSecondTime() {
    Definitions.apply(client);
    String version = served().getMetadata().getResourceVersion();

    Definitions.apply(client);

    assertEquals(version, served().getMetadata().getResourceVersion());
  }

  @Test
  void replacesAnOlderDefinitionAndLeavesANewerOne() {
    Definitions.apply(client);
    String older = mark("0");
    Definitions.apply(client);
    assertNotEquals(older, served().getMetadata().getResourceVersion());
    assertEquals("1", revision());

    String newer = mark("1000");
    Definitions.apply(client);
    assertEquals(newer, served().getMetadata().getResourceVersion());
    mark("0");
  }

  @Test
  void letsSeveralProcessesApplyAtOnce() throws InterruptedException, ExecutionException {
    try (ExecutorService processes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(i -> processes.submit(() -> Definitions.apply(client)))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertEquals("1", revision());
  }

  /** Pretends that another version of the program wrote the definition. */
  private static String mark(String revision) {
    return client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(NETWORKS)
        .edit(
            definition -> {
              definition
                  .getMetadata()
                  .getAnnotations()
                  .put(MkubeCrds.REVISION_ANNOTATION, revision);
              return definition;
            })
        .getMetadata()
        .getResourceVersion();
  }

  private static String revision() {
    return served().getMetadata().getAnnotations().getOrDefault(MkubeCrds.REVISION_ANNOTATION, "");
  }

  private static CustomResourceDefinition served() {
    return client.apiextensions().v1().customResourceDefinitions().withName(NETWORKS).require();
  }
}
