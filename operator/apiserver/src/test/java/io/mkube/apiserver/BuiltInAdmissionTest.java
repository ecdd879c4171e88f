package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.TestServer.Reply;
import io.mkube.apiserver.admission.ServiceNetwork;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other objects of the cluster add to an object on its way into the store. */
final class BuiltInAdmissionTest {
  @TempDir static Path directory;
  private static TestServer server;
  private String namespace = "";

  @BeforeAll
  static void start() throws Exception {
    ServiceNetwork network = ServiceNetwork.of(List.of("10.40.0.0/16", "fd00:10:40::/112"));
    server =
        TestServer.start(directory.resolve("data"), config -> config.withServiceNetwork(network));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
  }

  @Nested
  class WhenAServiceComes {
    @Test
    void givesTheApiTheFirstAddress() {
      Reply api = server.get("/api/v1/namespaces/default/services/kubernetes");
      assertEquals("10.40.0.1", api.at("/spec/clusterIP"));
      assertEquals("SingleStack", api.at("/spec/ipFamilyPolicy"));
    }

    @Test
    void givesEachAnAddressOfItsOwn() {
      Set<String> addresses = ConcurrentHashMap.newKeySet();
      IntStream.range(0, 40)
          .parallel()
          .forEach(
              i -> {
                Reply made = create("s" + i, "");
                assertEquals(201, made.status(), made::text);
                assertEquals(made.at("/spec/clusterIP"), made.at("/spec/clusterIPs/0"));
                assertEquals("IPv4", made.at("/spec/ipFamilies/0"));
                addresses.add(made.at("/spec/clusterIP"));
              });
      assertEquals(40, addresses.size());
      assertTrue(addresses.stream().allMatch(address -> address.startsWith("10.40.")));
    }

    @Test
    void givesTwoFamiliesTwoAddresses() {
      Reply made = create("dual", "\"ipFamilyPolicy\": \"PreferDualStack\",");
      assertEquals("[\"IPv4\",\"IPv6\"]", made.json().at("/spec/ipFamilies").toString());
      assertTrue(made.at("/spec/clusterIPs/1").startsWith("fd00:10:40::"), made::text);

      Reply six = create("six", "\"ipFamilies\": [\"IPv6\"],");
      assertTrue(six.at("/spec/clusterIP").startsWith("fd00:10:40::"), six::text);
    }

    @Test
    void keepsChosenAddressesApart() {
      assertEquals(
          "10.40.0.77", create("one", "\"clusterIP\": \"10.40.0.77\",").at("/spec/clusterIP"));
      assertEquals(
          "Service \"two\" is invalid: spec.clusterIPs: Invalid value: []string{\"10.40.0.77\"}:"
              + " failed to allocate IP 10.40.0.77: provided IP is already allocated",
          create("two", "\"clusterIP\": \"10.40.0.77\",").at("/message"));
      assertEquals(
          "Service \"three\" is invalid: spec.clusterIPs: Invalid value: []string{\"10.9.9.9\"}:"
              + " failed to allocate IP 10.9.9.9: the provided IP (10.9.9.9) is not in the valid"
              + " range. The range of valid IPs is 10.40.0.0/16",
          create("three", "\"clusterIP\": \"10.9.9.9\",").at("/message"));
      assertEquals(200, server.delete(path("services/one"), "{}").status());
      assertEquals(201, create("two", "\"clusterIP\": \"10.40.0.77\",").status());
    }

    @Test
    void givesNoAddressToHeadlessAndExternalOnes() {
      Reply headless = create("headless", "\"clusterIP\": \"None\",");
      assertEquals("[\"None\"]", headless.json().at("/spec/clusterIPs").toString());
      assertEquals("SingleStack", headless.at("/spec/ipFamilyPolicy"));
      Reply name = create("name", "\"type\": \"ExternalName\", \"externalName\": \"example.com\",");
      assertTrue(name.json().at("/spec/clusterIP").isMissingNode(), name::text);
      assertTrue(name.json().at("/spec/ipFamilies").isMissingNode(), name::text);
    }

    @Test
    void givesAndKeepsNodePorts() {
      Reply made = create("np", "\"type\": \"NodePort\",");
      int port = made.json().at("/spec/ports/0/nodePort").asInt();
      assertTrue(port >= 30_000 && port <= 32_767, made::text);
      assertEquals(
          "Service \"taken\" is invalid: spec.ports[0].nodePort: Invalid value: "
              + port
              + ": provided port is already allocated",
          server
              .post(
                  path("services"),
                  """
                  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "taken"},
                   "spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": %d}]}}
                  """
                      .formatted(port))
              .at("/message"));

      Reply changed =
          server.merge(path("services/np"), "{\"spec\": {\"ports\": [{\"port\": 80}]}}");
      assertEquals(port, changed.json().at("/spec/ports/0/nodePort").asInt(), changed::text);
      Reply plain = server.merge(path("services/np"), "{\"spec\": {\"type\": \"ClusterIP\"}}");
      assertTrue(plain.json().at("/spec/ports/0/nodePort").isMissingNode(), plain::text);
      assertEquals(made.at("/spec/clusterIP"), plain.at("/spec/clusterIP"));
    }

    @Test
    void refusesAnotherAddress() {
      String before = create("fixed", "").at("/spec/clusterIP");
      String other = before.equals("10.40.0.9") ? "10.40.0.8" : "10.40.0.9";
      Reply refused =
          server.merge(
              path("services/fixed"),
              "{\"spec\": {\"clusterIP\": \"%1$s\", \"clusterIPs\": [\"%1$s\"]}}".formatted(other));
      assertEquals(422, refused.status());
      assertTrue(
          refused
              .at("/message")
              .contains(
                  "spec.clusterIPs[0]: Invalid value: []string{\""
                      + other
                      + "\"}: may not change once set"),
          refused::text);
    }

    private Reply create(String name, String spec) {
      return server.post(
          path("services"),
          """
          {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"},
           "spec": {%s "selector": {"a": "b"}, "ports": [{"port": 80}]}}
          """
              .formatted(name, spec));
    }
  }

  @Nested
  class WhenAPodComes {
    @Test
    void takesItsPriorityFromItsClass() {
      server.post(
          "/apis/scheduling.k8s.io/v1/priorityclasses",
          """
          {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass",
           "metadata": {"name": "high"}, "value": 1000, "preemptionPolicy": "Never"}
          """);
      Reply pod = create("a", "\"priorityClassName\": \"high\",");
      assertEquals(1000, pod.json().at("/spec/priority").asInt(), pod::text);
      assertEquals("Never", pod.at("/spec/preemptionPolicy"));
      assertEquals(
          2_000_001_000,
          create("b", "\"priorityClassName\": \"system-node-critical\",")
              .json()
              .at("/spec/priority")
              .asInt());
      Reply unknown = create("c", "\"priorityClassName\": \"none\",");
      assertEquals(403, unknown.status());
      assertEquals(
          "pods \"c\" is forbidden: no PriorityClass with name none was found",
          unknown.at("/message"));
      assertEquals(
          "pods \"d\" is forbidden: the integer value of priority (5) must not be provided in pod"
              + " spec; priority admission controller computed 0 from the given PriorityClass name",
          create("d", "\"priority\": 5,").at("/message"));
    }

    @Test
    void keepsItsServiceAccountWhenItsManifestReplacesIt() {
      create("a", "");
      Reply replaced = server.put(path("pods/a"), pod("a", "").replace("i:1", "i:2"));
      assertEquals(200, replaced.status(), replaced::text);
      assertEquals("default", replaced.at("/spec/serviceAccountName"));
      assertEquals("i:2", replaced.at("/spec/containers/0/image"));
      Reply other = server.put(path("pods/a"), pod("a", "\"serviceAccountName\": \"builder\","));
      assertEquals(422, other.status(), other::text);
    }

    @Test
    void needsItsServiceAccount() {
      Reply refused = create("a", "\"serviceAccountName\": \"robot\",");
      assertEquals(403, refused.status());
      assertEquals(
          "pods \"a\" is forbidden: error looking up service account "
              + namespace
              + "/robot: serviceaccount \"robot\" not found",
          refused.at("/message"));
      server.post(
          path("serviceaccounts"),
          """
          {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"},
           "imagePullSecrets": [{"name": "registry"}]}
          """);
      Reply pod = create("a", "\"serviceAccountName\": \"robot\",");
      assertEquals("registry", pod.at("/spec/imagePullSecrets/0/name"), pod::text);
      assertEquals("default", create("b", "").at("/spec/serviceAccountName"));
    }

    private Reply create(String name, String spec) {
      return server.post(path("pods"), pod(name, spec));
    }
  }

  @Nested
  class WhenAPodIsEvicted {
    @Test
    void asksItsBudget() {
      server.post(path("pods"), pod("a", ""));
      server.merge(
          path("pods/a/status"),
          "{\"status\": {\"phase\": \"Running\", \"conditions\": [{\"type\": \"Ready\","
              + " \"status\": \"True\"}]}}");
      String budgets = "/apis/policy/v1/namespaces/" + namespace + "/poddisruptionbudgets";
      server.post(
          budgets,
          """
          {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "b"},
           "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "x"}}}}
          """);

      Reply early = evict();
      assertEquals(429, early.status(), early::text);
      assertEquals("10", early.header("Retry-After"));
      assertEquals("DisruptionBudget", early.at("/details/causes/0/reason"));
      status(budgets, 0);
      Reply refused = evict();
      assertEquals(429, refused.status());
      assertEquals("TooManyRequests", refused.at("/reason"));
      assertEquals(
          "Cannot evict pod as it would violate the pod's disruption budget.",
          refused.at("/message"));
      assertEquals(
          "The disruption budget b needs 1 healthy pods and has 1 currently",
          refused.at("/details/causes/0/message"));

      status(budgets, 1);
      assertEquals(201, evict().status());
      assertEquals(404, server.get(path("pods/a")).status());
      assertEquals(0, server.get(budgets + "/b").json().at("/status/disruptionsAllowed").asInt());
    }

    private Reply evict() {
      return server.post(
          path("pods/a/eviction"),
          "{\"apiVersion\": \"policy/v1\", \"kind\": \"Eviction\", \"metadata\": {\"name\":"
              + " \"a\"}}");
    }

    private void status(String budgets, int allowed) {
      server.merge(
          budgets + "/b/status",
          """
          {"status": {"observedGeneration": 1, "disruptionsAllowed": %d, "desiredHealthy": 1,
                      "currentHealthy": 1, "expectedPods": 1}}
          """
              .formatted(allowed));
    }
  }

  @Nested
  class WhenAClaimComes {
    @Test
    void takesTheDefaultStorageClass() {
      assertTrue(create("before").json().at("/spec/storageClassName").isMissingNode());
      server.post(
          "/apis/storage.k8s.io/v1/storageclasses",
          """
          {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "p",
           "metadata": {"name": "usual", "annotations":
             {"storageclass.kubernetes.io/is-default-class": "true"}}}
          """);
      assertEquals("usual", create("after").at("/spec/storageClassName"));
    }

    private Reply create(String name) {
      return server.post(
          path("persistentvolumeclaims"),
          """
          {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "%s"},
           "spec": {"accessModes": ["ReadWriteOnce"],
                    "resources": {"requests": {"storage": "1Gi"}}}}
          """
              .formatted(name));
    }
  }

  @Test
  void startsSelectorsLikeGo() {
    String deployment =
        """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"},
         "spec": {"selector": {"matchLabels": {"app": "x"}},
                  "template": {"metadata": {"labels": {"app": "%s"}},
                               "spec": {"containers": [{"name": "c", "image": "i"}]}}}}
        """;
    String deployments = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
    assertEquals(
        "Deployment.apps \"d\" is invalid: spec.template.metadata.labels: Invalid value:"
            + " map[string]string{\"app\":\"y\"}: `selector` does not match template `labels`",
        server.post(deployments, deployment.formatted("y")).at("/message"));
    assertEquals(201, server.post(deployments, deployment.formatted("x")).status());
    Set<String> causes = new HashSet<>();
    server
        .merge(deployments + "/d", "{\"spec\": {\"selector\": {\"matchLabels\": {\"b\": \"c\"}}}}")
        .json()
        .at("/details/causes")
        .forEach(cause -> causes.add(cause.path("message").asText()));
    assertTrue(
        causes.contains(
            "Invalid value: v1.LabelSelector{MatchLabels:map[string]string{\"app\":\"x\","
                + " \"b\":\"c\"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is"
                + " immutable"),
        causes::toString);
    assertNotEquals(0, causes.size());
  }

  @Test
  void saysThatAClusterWideObjectCannotHaveAnOwnerInANamespace() {
    server.post(
        "/api/v1/persistentvolumes",
        """
        {"apiVersion": "v1", "kind": "PersistentVolume",
         "metadata": {"name": "lost", "ownerReferences": [
           {"apiVersion": "v1", "kind": "ConfigMap", "name": "c", "uid": "u-1"}]},
         "spec": {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"},
                  "hostPath": {"path": "/x"}}}
        """);

    await()
        .untilAsserted(
            () ->
                assertEquals(
                    "ownerRef [v1/ConfigMap, namespace: , name: c, uid: u-1] does not exist in"
                        + " namespace \"\"",
                    server
                        .get(
                            "/api/v1/namespaces/default/events"
                                + "?fieldSelector=reason=OwnerRefInvalidNamespace")
                        .at("/items/0/message")));
    assertEquals(200, server.get("/api/v1/persistentvolumes/lost").status());
  }

  private String path(String tail) {
    return "/api/v1/namespaces/" + namespace + "/" + tail;
  }

  private static String pod(String name, String spec) {
    return """
    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s", "labels": {"app": "x"}},
     "spec": {%s "containers": [{"name": "c", "image": "i:1"}]}}
    """
        .formatted(name, spec);
  }
}
