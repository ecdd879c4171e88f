package io.mkube.apiserver.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.apiserver.ApiServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Test classes that run at the same time. */
@NullUnmarked
final class ParallelClassesTest {
  private static final Set<ApiServer> SERVERS = ConcurrentHashMap.newKeySet();
  private static final CyclicBarrier BOTH = new CyclicBarrier(2);

  @BeforeEach
  void forget() {
    SERVERS.clear();
    BOTH.reset();
  }

  @Test
  void haveServersOfTheirOwn() {
    runTogether(First.class, Second.class);
    assertEquals(2, SERVERS.size());
  }

  @Test
  void shareTheServerOfTheRunIfTheyAskForTheSame() {
    runTogether(FirstShared.class, SecondShared.class);
    assertEquals(1, SERVERS.size());
  }

  private static void runTogether(Class<?>... classes) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter(
                    "junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                    "junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .build(),
            listener);
    listener
        .getSummary()
        .getFailures()
        .forEach(
            failure -> {
              throw new AssertionError(
                  failure.getTestIdentifier().getDisplayName(), failure.getException());
            });
    assertEquals(classes.length, listener.getSummary().getTestsSucceededCount());
  }

  /** Makes an object, waits until the other class has made its own, and tells what it sees. */
  private static Set<String> meet(String name, ApiServer server, KubernetesClient client)
      throws Exception {
    SERVERS.add(server);
    client
        .configMaps()
        .inNamespace("default")
        .resource(new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    BOTH.await(60, TimeUnit.SECONDS);
    Set<String> seen =
        client.configMaps().inNamespace("default").list().getItems().stream()
            .map(map -> map.getMetadata().getName())
            .filter(List.of("first", "second")::contains)
            .collect(Collectors.toSet());
    BOTH.await(60, TimeUnit.SECONDS);
    return seen;
  }

  @MkubeApiServer
  static final class First {
    @Test
    void seesItsOwnObject(ApiServer server, KubernetesClient client) throws Exception {
      assertEquals(Set.of("first"), meet("first", server, client));
    }
  }

  @MkubeApiServer
  static final class Second {
    @Test
    void seesItsOwnObject(ApiServer server, KubernetesClient client) throws Exception {
      assertEquals(Set.of("second"), meet("second", server, client));
    }
  }

  @MkubeApiServer(life = ServerLife.PER_RUN)
  static final class FirstShared {
    @Test
    void seesBothObjects(ApiServer server, KubernetesClient client) throws Exception {
      assertEquals(Set.of("first", "second"), meet("first", server, client));
    }
  }

  @MkubeApiServer(life = ServerLife.PER_RUN)
  static final class SecondShared {
    @Test
    void seesBothObjects(ApiServer server, KubernetesClient client) throws Exception {
      assertEquals(Set.of("first", "second"), meet("second", server, client));
    }
  }
}
