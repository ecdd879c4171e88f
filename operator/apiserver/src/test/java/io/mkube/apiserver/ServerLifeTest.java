package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.mkube.apiserver.audit.AuditConfig;
import io.mkube.store.ObjectStore;
import io.mkube.store.memory.MemoryObjectStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, running for long, stopping, starting again. */
class ServerLifeTest {
  private static final String RUNNING = "apiserver_registered_watchers ";
  @TempDir Path directory;

  private static KubernetesClient client(ApiServer server) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(server.adminKubeconfig()))
        .build();
  }

  @Test
  void endsWatchesThatNameNoTimeAfterTheShortestOne() throws Exception {
    try (TestServer server =
        TestServer.start(directory, config -> config.withShortestWatch(Duration.ofMillis(50)))) {
      TestServer.Reply watch = server.get("/api/v1/namespaces?watch=1");

      assertEquals(200, watch.status());
      assertTrue(watch.text().contains("\"ADDED\""), watch.text());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> ApiServerConfig.of(directory).withShortestWatch(Duration.ZERO));
  }

  @Test
  void hasItsObjectsAndCredentialsAfterARestart() throws Exception {
    ObjectStore store = new MemoryObjectStore();
    ApiServerConfig config = ApiServerConfig.of(directory);
    String kubeconfig;
    String uid;
    int port;
    try (ApiServer first = ApiServer.start(config, store);
        KubernetesClient client = client(first)) {
      kubeconfig = first.adminKubeconfig();
      port = first.port();
      uid = client.namespaces().withName("kube-system").get().getMetadata().getUid();
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("kept")
                  .withNamespace("default")
                  .endMetadata()
                  .build())
          .create();
      assertTrue(first.ready());
    }

    try (ApiServer second = ApiServer.start(config.withPort(port), store);
        KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build()) {
      assertEquals(kubeconfig, second.adminKubeconfig());
      assertEquals(uid, client.namespaces().withName("kube-system").get().getMetadata().getUid());
      assertEquals(
          "kept",
          client
              .configMaps()
              .inNamespace("default")
              .withName("kept")
              .get()
              .getMetadata()
              .getName());
    }
    store.close();
  }

  @Test
  void leavesItsPortWhenItDoesNotStart() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ApiServerConfig config =
        ApiServerConfig.of(directory.resolve("keys"))
            .withPort(port)
            .withAudit(AuditConfig.to(directory, AuditConfig.Level.METADATA));

    try (ObjectStore store = new MemoryObjectStore()) {
      assertThrows(ApiServerException.class, () -> ApiServer.start(config, store));
    }

    try (ServerSocket again = new ServerSocket()) {
      again.setReuseAddress(true);
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertEquals(port, again.getLocalPort());
    }
  }

  @Test
  void endsItsWatchesWhenItStops() throws Exception {
    TestServer server = TestServer.start(directory);
    List<TestServer.Events> watches = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      watches.add(server.watch("/api/v1/namespaces?watch=1&resourceVersion=0"));
    }

    server.server.close();

    for (TestServer.Events events : watches) {
      JsonNode event = events.next();
      while (!event.isMissingNode()) {
        assertEquals("ADDED", event.path("type").asText());
        event = events.next();
      }
      events.close();
    }
    assertFalse(server.server.ready());
    server.close();
  }

  @Test
  void cutsOffAWatchThatReadsNothing() throws Exception {
    try (TestServer server = TestServer.start(directory, c -> c.withWatchHistory(64))) {
      String path = "/api/v1/namespaces/default/secrets";
      Socket stalled = server.http.sslContext().getSocketFactory().createSocket();
      stalled.setReceiveBufferSize(4096);
      stalled.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port()));
      stalled
          .getOutputStream()
          .write(
              ("GET " + path + "?watch=1&resourceVersion=0 HTTP/1.1\r\nHost: x\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> server.get("/metrics").text().contains(RUNNING + "1.0"));
      server.post(path, "{\"metadata\":{\"name\":\"s\"}}");
      String padding = "x".repeat(150_000);

      for (int i = 0; i < 120; i++) {
        server.merge(path + "/s", "{\"stringData\":{\"k\":\"" + i + padding + "\"}}");
      }

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.get("/metrics").text().contains(RUNNING + "0.0"));
      stalled.close();
    }
  }

  @Test
  void forgetsWatchesWhoseClientsLeft() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      List<TestServer.Events> watches = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        watches.add(server.watch("/api/v1/namespaces?watch=1"));
      }
      Awaitility.await().until(() -> server.get("/metrics").text().contains(RUNNING + "5.0"));

      watches.forEach(TestServer.Events::close);

      Awaitility.await().until(() -> server.get("/metrics").text().contains(RUNNING + "0.0"));
    }
  }

  @Test
  void lendsLocksToFabric8() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      CompletableFuture<String> leader = new CompletableFuture<>();
      AtomicBoolean stopped = new AtomicBoolean();
      var election =
          server
              .client
              .leaderElector()
              .withConfig(
                  new LeaderElectionConfigBuilder()
                      .withName("test")
                      .withLock(new LeaseLock("default", "lock", "me"))
                      .withLeaseDuration(Duration.ofSeconds(3))
                      .withRenewDeadline(Duration.ofSeconds(2))
                      .withRetryPeriod(Duration.ofMillis(200))
                      .withReleaseOnCancel(true)
                      .withLeaderCallbacks(
                          new LeaderCallbacks(() -> {}, () -> stopped.set(true), leader::complete))
                      .build())
              .build()
              .start();

      assertEquals("me", leader.get(20, TimeUnit.SECONDS));
      String revision =
          server
              .get("/apis/coordination.k8s.io/v1/namespaces/default/leases/lock")
              .at("/metadata/resourceVersion");
      Awaitility.await()
          .until(
              () ->
                  !revision.equals(
                      server
                          .get("/apis/coordination.k8s.io/v1/namespaces/default/leases/lock")
                          .at("/metadata/resourceVersion")));
      election.cancel(true);
      Awaitility.await().untilTrue(stopped);
    }
  }

  @Test
  void tellsWhatItServes() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      String aggregated =
          "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

      TestServer.Reply legacy = server.get("/api/v1");
      TestServer.Reply core = server.get("/api", "Accept", aggregated);
      TestServer.Reply named = server.get("/apis", "Accept", aggregated);
      TestServer.Reply unchanged =
          server.get("/apis", "Accept", aggregated, "If-None-Match", named.header("ETag"));
      TestServer.Reply openApi = server.get("/openapi/v3");
      TestServer.Reply apps =
          server.get(
              openApi.json().at("/paths").path("apis/apps/v1").path("serverRelativeURL").asText());
      TestServer.Reply moved = server.get("/openapi/v3/apis/apps/v1?hash=OLD");

      assertEquals("APIResourceList", legacy.at("/kind"));
      assertTrue(legacy.text().contains("\"name\":\"pods/log\""), legacy.text());
      assertEquals("pods", resource(core, "pods").path("resource").asText());
      assertEquals("Namespaced", resource(core, "pods").path("scope").asText());
      assertTrue(named.header("Content-Type").contains("as=APIGroupDiscoveryList"));
      assertEquals("Accept", named.header("Vary"));
      assertEquals(304, unchanged.status());
      assertEquals("3.0.0", apps.at("/openapi"));
      assertEquals(301, moved.status());
      assertEquals("32", server.get("/version").at("/minor"));
    }
  }

  private static JsonNode resource(TestServer.Reply discovery, String name) {
    for (JsonNode resource : discovery.json().at("/items/0/versions/0/resources")) {
      if (resource.path("resource").asText().equals(name)) {
        return resource;
      }
    }
    return TestServer.JSON.missingNode();
  }
}
