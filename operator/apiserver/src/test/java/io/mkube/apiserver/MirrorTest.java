package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workloads that become what their spec says, in a server. */
final class MirrorTest {
  @TempDir static Path directory;
  private static TestServer server;
  private String namespace = "";

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(directory.resolve("data"), ApiServerConfig::withMirroredWorkloads);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
  }

  @Test
  void convergesWithManyObjects() {
    IntStream.range(0, 60).parallel().forEach(i -> createDeployment("d" + i, 3, ""));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              for (JsonNode deployment : items("/apis/apps/v1", "deployments")) {
                assertEquals(3, deployment.at("/status/availableReplicas").asInt());
              }
            });
    JsonNode pods = items("/api/v1", "pods");
    Set<String> addresses = new HashSet<>();
    pods.forEach(pod -> addresses.add(pod.at("/status/podIP").asText()));
    assertEquals(180, pods.size());
    assertEquals(180, addresses.size());
    assertEquals(60, items("/apis/apps/v1", "replicasets").size());
  }

  @Test
  void isQuietWhenNothingChanges() {
    createDeployment("web", 2, "");
    await().until(() -> deployment("web").at("/status/availableReplicas").asInt() == 2);
    await()
        .until(
            () -> deployment("web").at("/status/conditions/1/reason").asText().contains("NewRepl"));
    server.merge(path("deployments/web"), "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}");

    String before = revisions();

    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(() -> revisions().equals(before));
    assertEquals(2, items("/api/v1", "pods").size());
  }

  @Test
  void holdsAndFailsPodsThatAreTold() {
    createDeployment("held", 1, ", \"annotations\": {\"mkube.io/mirror\": \"hold\"}");
    createPod("failing", "\"annotations\": {\"mkube.io/mirror\": \"fail\"}", "");

    await().until(() -> phase("failing").equals("Failed"));
    await().until(() -> deployment("held").at("/status/unavailableReplicas").asInt() == 1);
    assertEquals("False", condition(deployment("held"), "Available"));
  }

  @Test
  void bindsClaimsToVolumesAndTakesThemBack() {
    String body =
        """
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"},
         "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
        """;
    String claims = "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims";
    assertEquals(201, server.post(claims, body).status());
    String claim = "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims/data";

    await().until(() -> server.get(claim).json().at("/status/phase").asText().equals("Bound"));
    String volume =
        "/api/v1/persistentvolumes/" + server.get(claim).json().at("/spec/volumeName").asText();
    await().until(() -> server.get(volume).json().at("/status/phase").asText().equals("Bound"));
    server.delete(claim, "");
    await().until(() -> server.get(volume).status() == 404);
  }

  @Test
  void leadsServicesToPodsAndTakesEndpointsAwayWithThem() {
    createDeployment("web", 2, "");
    String services = "/api/v1/namespaces/" + namespace + "/services";
    String service =
        """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
         "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}]}}
        """;
    assertEquals(201, server.post(services, service).status());

    String endpoints = "/api/v1/namespaces/" + namespace + "/endpoints/web";
    await().until(() -> server.get(endpoints).json().at("/subsets/0/addresses").size() == 2);
    assertEquals(8080, server.get(endpoints).json().at("/subsets/0/ports/0/port").asInt());
    await()
        .until(
            () -> {
              JsonNode slices = items("/apis/discovery.k8s.io/v1", "endpointslices");
              return slices.size() == 1 && slices.at("/0/endpoints").size() == 2;
            });
    server.delete(endpoints, "");
    await().until(() -> server.get(endpoints).json().at("/subsets/0/addresses").size() == 2);
    server.delete(services + "/web", "");
    await().until(() -> server.get(endpoints).status() == 404);
    await().until(() -> items("/apis/discovery.k8s.io/v1", "endpointslices").isEmpty());
  }

  @Test
  void saysInEventsWhatItDoes() {
    createDeployment("web", 2, "");

    await().until(() -> events("Started").size() == 2);
    await().until(() -> events("SuccessfulCreate").size() == 2);
    await().until(() -> !events("ScalingReplicaSet").isEmpty());
    assertTrue(
        events("ScalingReplicaSet")
            .getFirst()
            .path("message")
            .asText()
            .matches("Scaled up replica set web-[a-z0-9]+ from 0 to 2"));
  }

  @Test
  void makesJobsWhenTheirTimeComes() {
    String cron =
        """
        {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tick"},
         "spec": {"schedule": "@every 1s", "jobTemplate": {"spec": {"template": {"spec":
          {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}}}}}}
        """;
    String path = "/apis/batch/v1/namespaces/" + namespace + "/cronjobs";
    assertEquals(201, server.post(path, cron).status());

    await().until(() -> server.get(path + "/tick").json().at("/status").has("lastSuccessfulTime"));
    JsonNode job = items("/apis/batch/v1", "jobs").get(0);
    assertEquals("tick", job.at("/metadata/ownerReferences/0/name").asText());
  }

  @Test
  void keepsToStatusThatSomebodyElseWrote() {
    createPod("mine", "", "");
    await().until(() -> phase("mine").equals("Running"));

    server.merge(
        "/api/v1/namespaces/" + namespace + "/pods/mine/status",
        "{\"status\": {\"phase\": \"Failed\", \"reason\": \"Evicted\"}}");
    createPod("later", "", "");
    await().until(() -> phase("later").equals("Running"));

    assertEquals("Failed", phase("mine"));
  }

  @Test
  void waitsForReadinessGates() {
    createPod("gated", "", ", \"readinessGates\": [{\"conditionType\": \"example.com/ok\"}]");
    await().until(() -> phase("gated").equals("Running"));
    assertEquals("False", condition(pod("gated"), "Ready"));

    server.send(
        "PATCH",
        "/api/v1/namespaces/" + namespace + "/pods/gated/status",
        "application/strategic-merge-patch+json",
        "{\"status\": {\"conditions\": [{\"type\": \"example.com/ok\", \"status\": \"True\"}]}}");

    await().until(() -> condition(pod("gated"), "Ready").equals("True"));
  }

  @Test
  void replacesPodsThatFailOrGo() {
    createDeployment("web", 2, "");
    await().until(() -> deployment("web").at("/status/availableReplicas").asInt() == 2);
    JsonNode pods = items("/api/v1", "pods");
    server.delete(podPath(pods.get(0)), "{}");
    server.merge(podPath(pods.get(1)) + "/status", "{\"status\": {\"phase\": \"Failed\"}}");

    await()
        .untilAsserted(
            () -> {
              int running = 0;
              for (JsonNode pod : items("/api/v1", "pods")) {
                running += pod.at("/status/phase").asText().equals("Running") ? 1 : 0;
              }
              assertEquals(2, running);
              assertEquals(2, deployment("web").at("/status/availableReplicas").asInt());
            });
  }

  @Test
  void letsBudgetsSayHowManyPodsMayGo() {
    createDeployment("web", 3, "");
    server.post(
        "/apis/policy/v1/namespaces/" + namespace + "/poddisruptionbudgets",
        """
        {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "b"},
         "spec": {"minAvailable": 2, "selector": {"matchLabels": {"app": "web"}}}}
        """);

    await()
        .untilAsserted(
            () ->
                assertEquals(
                    1,
                    server
                        .get("/apis/policy/v1/namespaces/" + namespace + "/poddisruptionbudgets/b")
                        .json()
                        .at("/status/disruptionsAllowed")
                        .asInt()));
  }

  @Test
  void makesThePodsOfReplicationControllers() {
    String body =
        """
        {"apiVersion": "v1", "kind": "ReplicationController", "metadata": {"name": "old"},
         "spec": {"replicas": 2, "template": {"metadata": {"labels": {"a": "b"}},
           "spec": {"containers": [{"name": "c", "image": "i:1"}]}}}}
        """;
    String all = "/api/v1/namespaces/" + namespace + "/replicationcontrollers";
    assertEquals(201, server.post(all, body).status());

    await()
        .untilAsserted(
            () ->
                assertEquals(
                    2, server.get(all + "/old").json().at("/status/readyReplicas").asInt()));
    for (JsonNode pod : items("/api/v1", "pods")) {
      assertEquals("ReplicationController", pod.at("/metadata/ownerReferences/0/kind").asText());
    }
    server.merge(all + "/old", "{\"spec\": {\"replicas\": 0}}");

    await().until(() -> server.get(all + "/old").json().at("/status/replicas").asInt(-1) == 0);
  }

  @Test
  void saysWhatAQuotaForbidsAndGoesOnWhenItGrows() {
    String quotas = "/api/v1/namespaces/" + namespace + "/resourcequotas";
    String quota =
        """
        {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "few"},
         "spec": {"hard": {"pods": "1"}}}
        """;
    assertEquals(201, server.post(quotas, quota).status());
    createDeployment("web", 2, "");

    await()
        .untilAsserted(() -> assertEquals("True", condition(deployment("web"), "ReplicaFailure")));
    JsonNode set = items("/apis/apps/v1", "replicasets").get(0);
    assertEquals("True", condition(set, "ReplicaFailure"));
    assertEquals("FailedCreate", set.at("/status/conditions/0/reason").asText());
    JsonNode event = events("FailedCreate").getFirst();
    assertEquals("replicaset-controller", event.at("/source/component").asText());
    assertTrue(
        event
            .path("message")
            .asText()
            .matches(
                "Error creating: pods \"web-[a-z0-9-]+\" is forbidden: exceeded quota: few,"
                    + " requested: pods=1, used: pods=1, limited: pods=1"),
        event::toString);

    server.merge(quotas + "/few", "{\"spec\": {\"hard\": {\"pods\": \"5\"}}}");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertEquals(2, deployment("web").at("/status/availableReplicas").asInt());
              assertEquals("", condition(deployment("web"), "ReplicaFailure"));
            });
  }

  private List<JsonNode> events(String reason) {
    return items("/api/v1", "events")
        .valueStream()
        .filter(event -> event.path("reason").asText().equals(reason))
        .toList();
  }

  private void createDeployment(String name, int replicas, String more) {
    String body =
        """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%1$s"},
         "spec": {
           "replicas": %2$d,
           "selector": {"matchLabels": {"app": "%1$s"}},
           "template": {"metadata": {"labels": {"app": "%1$s"}%3$s},
                        "spec": {"containers": [{"name": "c", "image": "i:1"}]}}}}
        """
            .formatted(name, replicas, more);
    assertEquals(201, server.post(path("deployments"), body).status());
  }

  private void createPod(String name, String metadata, String spec) {
    String body =
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"%s},
         "spec": {"containers": [{"name": "c", "image": "i:1"}]%s}}
        """
            .formatted(name, metadata.isEmpty() ? "" : ", " + metadata, spec);
    assertEquals(201, server.post("/api/v1/namespaces/" + namespace + "/pods", body).status());
  }

  private JsonNode deployment(String name) {
    return server.get(path("deployments/" + name)).json();
  }

  private JsonNode pod(String name) {
    return server.get("/api/v1/namespaces/" + namespace + "/pods/" + name).json();
  }

  private String phase(String pod) {
    return pod(pod).at("/status/phase").asText();
  }

  private String podPath(JsonNode pod) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + pod.at("/metadata/name").asText();
  }

  private static String condition(JsonNode object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText();
      }
    }
    return "";
  }

  private String revisions() {
    StringBuilder text = new StringBuilder();
    for (String kind : new String[] {"deployments", "replicasets"}) {
      items("/apis/apps/v1", kind)
          .forEach(item -> text.append(item.at("/metadata/resourceVersion").asText()).append(' '));
    }
    items("/api/v1", "pods")
        .forEach(item -> text.append(item.at("/metadata/resourceVersion").asText()).append(' '));
    assertTrue(text.length() > 0);
    return text.toString();
  }

  private JsonNode items(String group, String plural) {
    return server.get(group + "/namespaces/" + namespace + "/" + plural).json().path("items");
  }

  private String path(String tail) {
    return "/apis/apps/v1/namespaces/" + namespace + "/" + tail;
  }
}
