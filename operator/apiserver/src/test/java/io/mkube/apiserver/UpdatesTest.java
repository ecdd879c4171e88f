package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Updates with the fabric8 client and as bare requests: what counts, what stays, what is refused.
 */
class UpdatesTest extends NamespacedTest {
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

  @Test
  void refusesAnOldResourceVersion() {
    ConfigMap first = server.client.resource(configMap("a")).create();
    first.getData().put("key", "second");
    server.client.resource(first).update();

    KubernetesClientException failure =
        assertThrows(KubernetesClientException.class, () -> server.client.resource(first).update());

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
  void tellsThatTheObjectThatIsMeantIsGone() {
    String gone = "{\"metadata\":{\"name\":\"none\",\"uid\":\"u\",\"resourceVersion\":\"1\"}}";

    TestServer.Reply reply = server.put(configMaps + "/none", gone);

    assertEquals(409, reply.status());
    assertTrue(
        reply.at("/message").endsWith("UID in precondition: u, UID in object meta: "),
        reply.text());
    for (String kept :
        List.of(
            "/api/v1/nodes~/registry/minions/none,",
            "/apis/coordination.k8s.io/v1/namespaces/n/leases~/registry/leases/n/none,",
            "/apis/networking.k8s.io/v1/namespaces/n/ingresses~/registry/ingress/n/none,",
            "/apis/apiregistration.k8s.io/v1/apiservices~"
                + "/registry/apiregistration.k8s.io/apiservices/none,")) {
      String[] parts = kept.split("~", -1);
      String message = server.put(parts[0] + "/none", gone).at("/message");
      assertTrue(message.contains("Key: " + parts[1]), message);
    }
  }

  @Test
  void keepsEachOwnerOnce() {
    String uid = server.client.resource(configMap("a")).create().getMetadata().getUid();
    String owner =
        "{'apiVersion':'v1','kind':'ConfigMap','name':'a','uid':'%s'}"
            .replace('\'', '"')
            .formatted(uid);
    String owners = "\"ownerReferences\":[" + owner + "," + owner + "]";
    String object = "{\"metadata\":{\"name\":\"owned\"," + owners + "}}";

    TestServer.Reply created = server.post(configMaps, object);
    TestServer.Reply put = server.put(configMaps + "/owned", object);
    TestServer.Reply merged =
        server.merge(configMaps + "/owned", "{\"metadata\":{" + owners + "}}");

    for (TestServer.Reply reply : List.of(created, put, merged)) {
      assertEquals(1, reply.json().at("/metadata/ownerReferences").size(), reply.text());
      assertTrue(
          reply.header("Warning").endsWith("duplicate UID(s) observed: [" + uid + "]\""),
          reply.header("Warning"));
    }
  }

  @Test
  void countsGenerationsOfTheSpecOnly() {
    Deployment created = server.client.resource(deployment("d", 1)).inNamespace(namespace).create();
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

  /**
   * ReplicaSets get the annotations of their Deployment; those of other kinds count for nothing.
   */
  @Test
  void countsAnnotationsOfDeploymentsToo() {
    String annotated = "{\"metadata\":{\"annotations\":{\"n\":\"m\"}}}";
    server.client.resource(deployment("noted", 1)).inNamespace(namespace).create();
    String deployment = "/apis/apps/v1/namespaces/" + namespace + "/deployments/noted";

    assertEquals(2, server.merge(deployment, annotated).json().at("/metadata/generation").asInt());
    assertEquals(2, server.merge(deployment, annotated).json().at("/metadata/generation").asInt());
    assertEquals(
        2,
        server.merge(deployment + "/status", annotated).json().at("/metadata/generation").asInt());

    server.post(
        "/apis/batch/v1/namespaces/" + namespace + "/cronjobs",
        """
        {"metadata":{"name":"c"},"spec":{"schedule":"0 0 * * *","jobTemplate":{"spec":{"template":{
        "spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}
        """);
    String cronJob = "/apis/batch/v1/namespaces/" + namespace + "/cronjobs/c";
    assertEquals(1, server.merge(cronJob, annotated).json().at("/metadata/generation").asInt());
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
