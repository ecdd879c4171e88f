package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Create, read, update, patch and delete, with the fabric8 client and as bare requests. */
class ObjectsTest {
  @TempDir static Path directory;
  private static TestServer server;
  private String namespace = "";
  private String configMaps = "";

  @BeforeAll
  static void start() throws ApiServerException {
    server = TestServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
    configMaps = "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  private ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .addToData("key", "value")
        .build();
  }

  private static Deployment deployment(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("c")
        .withImage("nginx")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Nested
  class WhenCreated {
    @Test
    void carriesWhatOnlyTheServerSets() {
      ConfigMap created = server.client.resource(configMap("a")).create();

      assertFalse(created.getMetadata().getUid().isEmpty());
      assertTrue(created.getMetadata().getCreationTimestamp().endsWith("Z"));
      assertTrue(Long.parseLong(created.getMetadata().getResourceVersion()) >= 2);
      assertNull(created.getMetadata().getGeneration());
      assertEquals(created, server.client.resource(configMap("a")).get());
    }

    @Test
    void keepsUnicodeAndLargeNumbers() {
      String body =
          "{\"metadata\":{\"name\":\"u\",\"annotations\":{\"n\":\"Zürich 🚀 \\u0000\"}},"
              + "\"data\":{\"k\":\"日本\"}}";

      TestServer.Reply created = server.post(configMaps, body);

      assertEquals(201, created.status(), created.text());
      assertEquals("日本", server.get(configMaps + "/u").at("/data/k"));
      assertEquals("Zürich 🚀 \u0000", server.get(configMaps + "/u").at("/metadata/annotations/n"));
    }

    @Test
    void refusesTheSameNameTwice() {
      server.client.resource(configMap("a")).create();

      KubernetesClientException failure =
          assertThrows(
              KubernetesClientException.class,
              () -> server.client.resource(configMap("a")).create());

      assertEquals(409, failure.getCode());
      assertEquals("AlreadyExists", failure.getStatus().getReason());
      assertEquals("configmaps \"a\" already exists", failure.getStatus().getMessage());
    }

    @Test
    void getsAGeneratedName() {
      ConfigMap wanted = configMap("x");
      wanted.getMetadata().setName(null);
      wanted.getMetadata().setGenerateName("gen-");

      String first = server.client.resource(wanted).create().getMetadata().getName();
      String second = server.client.resource(wanted).create().getMetadata().getName();

      assertTrue(first.matches("gen-[bcdfghjklmnpqrstvwxz2456789]{5}"), first);
      assertNotEquals(first, second);
    }

    @Test
    void needsItsNamespace() {
      TestServer.Reply reply =
          server.post("/api/v1/namespaces/nowhere/configmaps", "{\"metadata\":{\"name\":\"a\"}}");

      assertEquals(404, reply.status());
      assertEquals("namespaces \"nowhere\" not found", reply.at("/message"));
    }

    @Test
    void refusesAnotherNamespaceThanTheUrl() {
      TestServer.Reply reply =
          server.post(configMaps, "{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}");

      assertEquals(400, reply.status());
    }

    @Test
    void refusesAResourceVersion() {
      TestServer.Reply reply =
          server.post(configMaps, "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"7\"}}");

      assertEquals(400, reply.status());
      assertEquals(
          "resourceVersion should not be set on objects to be created", reply.at("/message"));
    }

    @Test
    void reportsAllFaultsOfItsMetadata() {
      TestServer.Reply reply =
          server.post(
              configMaps, "{\"metadata\":{\"name\":\"Not_Valid\",\"labels\":{\"a\":\"b c\"}}}");

      assertEquals(422, reply.status());
      assertEquals("Invalid", reply.at("/reason"));
      assertEquals("ConfigMap", reply.at("/details/kind"));
      assertEquals(2, reply.json().at("/details/causes").size(), reply.text());
    }

    @Test
    void isNotStoredByADryRun() {
      TestServer.Reply reply =
          server.post(configMaps + "?dryRun=All", "{\"metadata\":{\"name\":\"dry\"}}");

      assertEquals(201, reply.status());
      assertFalse(reply.at("/metadata/uid").isEmpty());
      assertTrue(reply.json().at("/metadata/resourceVersion").isMissingNode());
      assertEquals(404, server.get(configMaps + "/dry").status());
    }
  }

  @Nested
  class WhenUpdated {
    @Test
    void refusesAnOldResourceVersion() {
      ConfigMap first = server.client.resource(configMap("a")).create();
      first.getData().put("key", "second");
      server.client.resource(first).update();

      KubernetesClientException failure =
          assertThrows(
              KubernetesClientException.class, () -> server.client.resource(first).update());

      assertEquals(409, failure.getCode());
      assertTrue(
          failure.getStatus().getMessage().contains("the object has been modified"),
          failure.getStatus().getMessage());
    }

    @Test
    void keepsTheRevisionWhenNothingChanges() {
      ConfigMap created = server.client.resource(configMap("a")).create();

      ConfigMap updated = server.client.resource(created).update();
      ConfigMap patched =
          server
              .client
              .configMaps()
              .inNamespace(namespace)
              .withName("a")
              .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"key\":\"value\"}}");

      assertEquals(created, updated);
      assertEquals(created, patched);
    }

    @Test
    void refusesAnotherNameThanTheUrl() {
      server.client.resource(configMap("a")).create();

      TestServer.Reply reply = server.put(configMaps + "/a", "{\"metadata\":{\"name\":\"b\"}}");

      assertEquals(400, reply.status());
    }

    @Test
    void refusesAnotherUid() {
      server.client.resource(configMap("a")).create();

      TestServer.Reply reply =
          server.put(configMaps + "/a", "{\"metadata\":{\"name\":\"a\",\"uid\":\"other\"}}");

      assertEquals(409, reply.status());
    }

    @Test
    void isMissingWithout404ForKindsThatAreCreatedByIt() {
      String lease = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/l";

      assertEquals(
          404, server.put(configMaps + "/none", "{\"metadata\":{\"name\":\"none\"}}").status());
      assertEquals(201, server.put(lease, "{\"metadata\":{\"name\":\"l\"}}").status());
    }

    @Test
    void countsGenerationsOfTheSpecOnly() {
      Deployment created =
          server.client.resource(deployment("d", 1)).inNamespace(namespace).create();
      assertEquals(1, created.getMetadata().getGeneration());

      Deployment scaled =
          server.client.apps().deployments().inNamespace(namespace).withName("d").scale(3);
      Deployment labelled =
          server
              .client
              .apps()
              .deployments()
              .inNamespace(namespace)
              .withName("d")
              .edit(
                  d ->
                      new DeploymentBuilder(d)
                          .editMetadata()
                          .addToLabels("a", "b")
                          .endMetadata()
                          .build());

      assertEquals(2, scaled.getMetadata().getGeneration());
      assertEquals(2, labelled.getMetadata().getGeneration());
    }

    @Test
    void separatesSpecAndStatus() {
      server.client.resource(deployment("d", 1)).inNamespace(namespace).create();
      String path = "/apis/apps/v1/namespaces/" + namespace + "/deployments/d";

      server.merge(path, "{\"status\":{\"replicas\":7}}");
      TestServer.Reply viaStatus =
          server.merge(path + "/status", "{\"spec\":{\"replicas\":9},\"status\":{\"replicas\":7}}");

      assertEquals(200, viaStatus.status(), viaStatus.text());
      assertEquals(1, viaStatus.json().at("/spec/replicas").asInt());
      assertEquals(7, viaStatus.json().at("/status/replicas").asInt());
      assertEquals(1, viaStatus.json().at("/metadata/generation").asInt());
    }

    @Test
    void losesNothingToConcurrentPatches() throws Exception {
      server.client.resource(configMap("a")).create();
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Integer>> statuses =
            IntStream.range(0, 40)
                .mapToObj(
                    i ->
                        clients.submit(
                            () ->
                                server
                                    .merge(
                                        configMaps + "/a",
                                        "{\"data\":{\"k" + i + "\":\"" + i + "\"}}")
                                    .status()))
                .toList();
        for (Future<Integer> status : statuses) {
          assertEquals(200, status.get());
        }
      }

      assertEquals(41, server.get(configMaps + "/a").json().path("data").size());
    }
  }

  @Nested
  class Scaling {
    @Test
    void readsAndWritesTheNumberOfReplicas() {
      server.client.resource(deployment("d", 2)).inNamespace(namespace).create();
      String scale = "/apis/apps/v1/namespaces/" + namespace + "/deployments/d/scale";

      TestServer.Reply before = server.get(scale);
      TestServer.Reply after = server.merge(scale, "{\"spec\":{\"replicas\":0}}");

      assertEquals("Scale", before.at("/kind"));
      assertEquals(2, before.json().at("/spec/replicas").asInt());
      assertEquals("app=d", before.at("/status/selector"));
      assertEquals(200, after.status(), after.text());
      assertEquals(
          0,
          server
              .client
              .apps()
              .deployments()
              .inNamespace(namespace)
              .withName("d")
              .get()
              .getSpec()
              .getReplicas());
    }

    @Test
    void refusesNegativeNumbers() {
      server.client.resource(deployment("d", 2)).inNamespace(namespace).create();

      TestServer.Reply reply =
          server.merge(
              "/apis/apps/v1/namespaces/" + namespace + "/deployments/d/scale",
              "{\"spec\":{\"replicas\":-1}}");

      assertEquals(422, reply.status());
      assertEquals("spec.replicas", reply.at("/details/causes/0/field"));
    }
  }

  @Test
  void eventsAreOneStorageInTwoShapes() {
    String core = "/api/v1/namespaces/" + namespace + "/events";
    server.post(
        core,
        "{\"metadata\":{\"name\":\"e\"},\"message\":\"hello\",\"reason\":\"Test\",\"type\":\"Normal\","
            + "\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"p\",\"namespace\":\""
            + namespace
            + "\"}}");

    TestServer.Reply view =
        server.get("/apis/events.k8s.io/v1/namespaces/" + namespace + "/events/e");

    assertEquals("events.k8s.io/v1", view.at("/apiVersion"));
    assertEquals("hello", view.at("/note"));
    assertEquals("p", view.at("/regarding/name"));
    assertEquals(
        1,
        server
            .get(core + "?fieldSelector=involvedObject.name=p,type=Normal")
            .json()
            .at("/items")
            .size());
  }

  @Test
  void deletesACollectionBySelector() {
    for (String name : List.of("a", "b", "c")) {
      ConfigMap object = configMap(name);
      object.getMetadata().setLabels(Map.of("drop", name.equals("b") ? "no" : "yes"));
      server.client.resource(object).create();
    }

    TestServer.Reply reply = server.delete(configMaps + "?labelSelector=drop%3Dyes", "");

    assertEquals(200, reply.status());
    assertEquals(2, reply.json().at("/items").size());
    assertEquals(404, server.get(configMaps + "/a").status());
    assertEquals(200, server.get(configMaps + "/b").status());
  }
}
