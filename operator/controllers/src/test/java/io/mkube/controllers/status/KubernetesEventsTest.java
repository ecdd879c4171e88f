package io.mkube.controllers.status;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesEventsTest {
  private final MemoryObjectStore store = new MemoryObjectStore();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private ApiServer api;
  private KubernetesClient client;
  private KubernetesEvents events;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    api = ApiServer.start(ApiServerConfig.of(folder), store);
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(api.adminKubeconfig()))
            .build();
    events = new KubernetesEvents(client, () -> now, "mkube", "rose1");
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    api.close();
    store.close();
  }

  @Test
  void countsWhatHappensAgain() {
    events.warning(pod("web"), "Failed", "no such image");
    now = now.plusSeconds(60);
    events.warning(pod("web"), "Failed", "no such image");
    events.normal(pod("web"), "Pulling", "Pulling image");

    await().until(() -> about("web").size() == 2 && count("Failed") == 2);
    Event failed = event("Failed");
    assertEquals("Warning", failed.getType());
    assertEquals("2026-01-01T00:00:00Z", failed.getFirstTimestamp());
    assertEquals("2026-01-01T00:01:00Z", failed.getLastTimestamp());
    assertEquals("uid-web", failed.getInvolvedObject().getUid());
    assertEquals("mkube", failed.getSource().getComponent());
  }

  @Test
  void recordsAnewWhatWasDeletedMeanwhile() {
    events.normal(pod("web"), "Started", "x");
    await().until(() -> about("web").size() == 1);
    client.resource(event("Started")).delete();

    events.normal(pod("web"), "Started", "x");

    await().until(() -> about("web").size() == 1);
  }

  @Test
  void letsOneObjectCauseOnlySoMany() {
    for (int i = 0; i < 200; i++) {
      events.normal(pod("noisy"), "Reason" + i, "x");
    }
    events.normal(pod("quiet"), "Started", "x");

    await().until(() -> about("quiet").size() == 1);
    assertEquals(KubernetesEvents.BURST, about("noisy").size());
  }

  @Test
  void neverFailsTheCaller() {
    api.close();

    for (int i = 0; i < 2 * KubernetesEvents.QUEUE; i++) {
      events.normal(pod("web"), "Reason" + i, "x");
    }
  }

  private List<Event> about(String name) {
    return client.v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .toList();
  }

  private Event event(String reason) {
    return about("web").stream()
        .filter(event -> reason.equals(event.getReason()))
        .findFirst()
        .orElseThrow();
  }

  private int count(String reason) {
    return event(reason).getCount();
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withUid("uid-" + name)
        .endMetadata()
        .build();
  }
}
