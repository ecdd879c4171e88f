package io.mkube.conformance.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.apiserver.junit.MkubeApiServer;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches, informers and leader election, over WebSocket and over plain HTTP. */
@MkubeApiServer(freshNamespace = true)
final class WatchesOverFabric8Test {
  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  Config config;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void informersFollowEveryChange(boolean onlyHttp) {
    try (KubernetesClient own = clientOver(onlyHttp)) {
      List<String> seen = new CopyOnWriteArrayList<>();
      own.resource(settings("before", "1")).create();
      SharedIndexInformer<ConfigMap> informer =
          own.configMaps().withLabel("watched").inform(recorder(seen));

      await().until(() -> seen.equals(List.of("+before=1")));
      own.resource(settings("after", "1")).create();
      own.resource(settings("after", "2")).update();
      own.configMaps().withName("before").delete();

      await()
          .untilAsserted(
              () -> assertEquals(List.of("+before=1", "+after=1", "~after=2", "-before=1"), seen));
      assertEquals(
          List.of("after"),
          informer.getStore().list().stream().map(m -> m.getMetadata().getName()).toList());
      informer.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void selectorsLetObjectsAppearAndVanish(boolean onlyHttp) {
    try (KubernetesClient own = clientOver(onlyHttp)) {
      List<String> seen = new CopyOnWriteArrayList<>();
      own.resource(settings("a", "1")).create();
      own.configMaps().withLabel("watched", "yes").inform(recorder(seen));
      await().until(() -> seen.size() == 1);

      relabel(own, "no");
      await().until(() -> seen.size() == 2);
      relabel(own, "yes");

      await().untilAsserted(() -> assertEquals(List.of("+a=1", "-a=1", "+a=1"), List.copyOf(seen)));
    }
  }

  @Test
  void watchesTellTheLastStateOfWhatWasDeleted() {
    ConfigMap made = client.resource(settings("a", "1")).create();
    CompletableFuture<ConfigMap> deleted = new CompletableFuture<>();
    try (Watch watch =
        client
            .configMaps()
            .withName("a")
            .watch(
                new ListOptionsBuilder()
                    .withResourceVersion(made.getMetadata().getResourceVersion())
                    .build(),
                watcher(
                    (action, map) -> {
                      if (action == Watcher.Action.DELETED) {
                        deleted.complete(map);
                      }
                    }))) {
      assertNotNull(watch);
      client.configMaps().withName("a").delete();

      ConfigMap last = deleted.orTimeout(30, TimeUnit.SECONDS).join();
      assertEquals(Map.of("value", "1"), last.getData());
      assertTrue(
          Long.parseLong(last.getMetadata().getResourceVersion())
              > Long.parseLong(made.getMetadata().getResourceVersion()));
    }
  }

  @Test
  void informersListAnewWhenTheirRevisionIsForgotten(@TempDir Path folder) throws Exception {
    try (MemoryObjectStore store = new MemoryObjectStore();
        ApiServer server = ApiServer.start(ApiServerConfig.of(folder).withWatchHistory(4), store);
        KubernetesClient own =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.adminKubeconfig()))
                .build()) {
      ConfigMap first =
          own.configMaps().inNamespace("default").resource(settings("a", "0")).create();
      for (int i = 1; i < 40; i++) {
        own.configMaps().inNamespace("default").resource(settings("a", "" + i)).update();
      }
      CompletableFuture<WatcherException> end = new CompletableFuture<>();

      own.configMaps()
          .inNamespace("default")
          .watch(
              new ListOptionsBuilder()
                  .withResourceVersion(first.getMetadata().getResourceVersion())
                  .build(),
              new Watcher<ConfigMap>() {
                @Override
                public void eventReceived(Action action, ConfigMap map) {}

                @Override
                public void onClose(WatcherException cause) {
                  end.complete(cause);
                }
              });

      WatcherException cause = end.orTimeout(30, TimeUnit.SECONDS).join();
      assertTrue(cause.isHttpGone(), cause.toString());
    }
  }

  @Test
  void oneLeadsAtATime() throws Exception {
    List<String> leaders = new CopyOnWriteArrayList<>();
    CompletableFuture<?> first = elect("first", leaders);
    await().until(() -> leaders.equals(List.of("first")));
    CompletableFuture<?> second = elect("second", leaders);

    first.cancel(true);

    await().until(() -> leaders.equals(List.of("first", "second")));
    assertEquals("second", client.leases().withName("leader").get().getSpec().getHolderIdentity());
    second.cancel(true);
  }

  private CompletableFuture<?> elect(String identity, List<String> leaders) {
    return client
        .leaderElector()
        .withConfig(
            new LeaderElectionConfigBuilder()
                .withName("leader")
                .withLeaseDuration(Duration.ofSeconds(4))
                .withRenewDeadline(Duration.ofSeconds(3))
                .withRetryPeriod(Duration.ofMillis(200))
                .withReleaseOnCancel(true)
                .withLock(new LeaseLock(client.getNamespace(), "leader", identity))
                .withLeaderCallbacks(
                    new LeaderCallbacks(() -> leaders.add(identity), () -> {}, name -> {}))
                .build())
        .build()
        .start();
  }

  private KubernetesClient clientOver(boolean onlyHttp) {
    Config own =
        new ConfigBuilder(config)
            .withOnlyHttpWatches(onlyHttp)
            .withNamespace(client.getNamespace())
            .build();
    return new KubernetesClientBuilder().withConfig(own).build();
  }

  private static void relabel(KubernetesClient client, String value) {
    client
        .configMaps()
        .withName("a")
        .edit(
            map ->
                new ConfigMapBuilder(map)
                    .editMetadata()
                    .addToLabels("watched", value)
                    .endMetadata()
                    .build());
  }

  private static Watcher<ConfigMap> watcher(BiConsumer<Watcher.Action, ConfigMap> events) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap map) {
        events.accept(action, map);
      }

      @Override
      public void onClose(WatcherException cause) {}
    };
  }

  private static ResourceEventHandler<ConfigMap> recorder(List<String> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(ConfigMap map) {
        seen.add("+" + text(map));
      }

      @Override
      public void onUpdate(ConfigMap old, ConfigMap map) {
        seen.add("~" + text(map));
      }

      @Override
      public void onDelete(ConfigMap map, boolean unknown) {
        seen.add("-" + text(map));
      }
    };
  }

  private static String text(ConfigMap map) {
    return map.getMetadata().getName() + "=" + map.getData().get("value");
  }

  private static ConfigMap settings(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("watched", "yes")
        .endMetadata()
        .addToData("value", value)
        .build();
  }
}
