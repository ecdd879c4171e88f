package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every cluster has from its start. */
class SystemObjectsTest extends ServedTest {
  private static final String API_SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";
  private static final String FLOW = "/apis/flowcontrol.apiserver.k8s.io/v1/";

  @Test
  void tellWhereTheServerListens() {
    int port = server.server.port();
    JsonNode endpoints = server.get("/api/v1/namespaces/default/endpoints/kubernetes").json();
    JsonNode slice =
        server.get("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes").json();
    JsonNode service = server.get("/api/v1/namespaces/default/services/kubernetes").json();

    assertEquals(port, endpoints.at("/subsets/0/ports/0/port").asInt());
    assertEquals(endpoints.at("/subsets/0/addresses/0/ip"), slice.at("/endpoints/0/addresses/0"));
    assertEquals(port, slice.at("/ports/0/port").asInt());
    assertEquals(
        "kubernetes", slice.at("/metadata/labels").path("kubernetes.io/service-name").asText());
    assertEquals(443, service.at("/spec/ports/0/port").asInt());
    assertEquals(port, service.at("/spec/ports/0/targetPort").asInt());
  }

  @Test
  void giveControllersOfAClusterTheirRoles() throws Exception {
    String roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:controller:";
    String bindings = roles.replace("clusterroles", "clusterrolebindings");
    JsonNode role = server.get(roles + "job-controller").json();
    JsonNode binding = server.get(bindings + "job-controller").json();

    assertEquals(
        TestServer.JSON.readTree(
            """
            [{"apiGroups":["batch"],"resources":["jobs"],
              "verbs":["get","list","patch","update","watch"]},
             {"apiGroups":["batch"],"resources":["jobs/status"],"verbs":["update"]},
             {"apiGroups":["batch"],"resources":["jobs/finalizers"],"verbs":["update"]},
             {"apiGroups":[""],"resources":["pods"],
              "verbs":["create","delete","list","patch","watch"]},
             {"apiGroups":["","events.k8s.io"],"resources":["events"],
              "verbs":["create","patch","update"]}]
            """),
        role.path("rules"));
    assertEquals(
        TestServer.JSON.readTree(
            """
            {"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
             "name":"system:controller:job-controller"},
             "subjects":[{"kind":"ServiceAccount","name":"job-controller",
             "namespace":"kube-system"}]}
            """),
        TestServer.JSON
            .createObjectNode()
            .<ObjectNode>set("roleRef", binding.path("roleRef"))
            .set("subjects", binding.path("subjects")));
    long count =
        server
            .get("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings")
            .json()
            .path("items")
            .findValuesAsText("name")
            .stream()
            .filter(name -> name.startsWith("system:controller:"))
            .distinct()
            .count();
    assertEquals(33, count);
    assertEquals(
        "[\"kubernetes.io/kube-apiserver-client\",\"kubernetes.io/kube-apiserver-client-kubelet\","
            + "\"kubernetes.io/kubelet-serving\",\"kubernetes.io/legacy-unknown\"]",
        server
            .get(roles + "certificate-controller")
            .json()
            .at("/rules/3/resourceNames")
            .toString());
  }

  @Test
  void storeAnApiServiceOfOthersAsUnavailable() {
    String service =
        """
        {"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService",
         "metadata":{"name":"v1alpha1.wardle.example.com"},
         "spec":{"group":"wardle.example.com","version":"v1alpha1","groupPriorityMinimum":2000,
                 "versionPriority":200,"insecureSkipTLSVerify":true,
                 "service":{"name":"sample","namespace":"wardle"%s}}}
        """;
    JsonNode stored = server.post(API_SERVICES, service.formatted("")).json();

    assertEquals(443, stored.at("/spec/service/port").asInt());
    assertEquals("False", stored.at("/status/conditions/0/status").asText());
    assertEquals("FailedDiscoveryCheck", stored.at("/status/conditions/0/reason").asText());
    assertEquals(409, server.post(API_SERVICES, service.formatted("")).status());
    assertEquals(404, server.get("/apis/wardle.example.com/v1alpha1").status());

    JsonNode refused =
        server
            .post(API_SERVICES, service.replace("sample", "").formatted(",\"port\":70000"))
            .json();
    assertEquals(
        "APIService.apiregistration.k8s.io \"v1alpha1.wardle.example.com\" is invalid: "
            + "[spec.service.name: Required value, spec.service.port: Invalid value: 70000: "
            + "port is not valid: must be between 1 and 65535, inclusive]",
        refused.path("message").asText());
  }

  @Test
  void followTheServerToAnotherPort(@TempDir Path other) throws Exception {
    Set<Integer> ports = new HashSet<>();
    try (MemoryObjectStore store = new MemoryObjectStore()) {
      for (int round = 0; round < 2; round++) {
        try (ApiServer again = ApiServer.start(ApiServerConfig.of(other), store);
            KubernetesClient client =
                new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(again.adminKubeconfig()))
                    .build()) {
          Endpoints endpoints =
              client.endpoints().inNamespace("default").withName("kubernetes").get();
          assertEquals(1, endpoints.getSubsets().size());
          assertEquals(
              again.port(), endpoints.getSubsets().getFirst().getPorts().getFirst().getPort());
          ports.add(again.port());
        }
      }
    }
    assertEquals(2, ports.size());
  }

  @Test
  void giveBackTheAuthorityOfANamespace() {
    String path = "/api/v1/namespaces/" + server.namespace() + "/configmaps/kube-root-ca.crt";
    Awaitility.await().until(() -> server.get(path).status() == 200);
    String authority = server.get(path).json().path("data").toString();

    server.merge(path, "{\"data\": {\"ca.crt\": \"\", \"more\": \"\"}}");
    Awaitility.await()
        .untilAsserted(
            () -> assertEquals(authority, server.get(path).json().path("data").toString()));

    assertEquals(200, server.delete(path, "{}").status());
    Awaitility.await()
        .untilAsserted(
            () -> assertEquals(authority, server.get(path).json().path("data").toString()));
  }

  @Test
  void comeBackWhenSomebodyDeletesThem(@TempDir Path other) throws Exception {
    String service = "/api/v1/namespaces/default/services/kubernetes";
    String slice = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";
    String leases = "/api/v1/namespaces/kube-node-lease";
    try (TestServer own = TestServer.start(other)) {
      String before = own.get(leases).at("/metadata/uid");
      String address = own.get(service).at("/spec/clusterIP");
      for (String path : List.of(service, slice, leases)) {
        assertEquals(200, own.delete(path, "{}").status());
      }
      Awaitility.await().until(() -> own.get(leases).status(), status -> status == 404);

      own.server.confirm();

      assertEquals(address, own.get(service).at("/spec/clusterIP"));
      assertEquals(
          String.valueOf(own.server.port()), own.get(service).at("/spec/ports/0/targetPort"));
      assertEquals(own.get(slice).at("/ports/0/port"), String.valueOf(own.server.port()));
      assertEquals("Active", own.get(leases).at("/status/phase"));
      assertNotEquals(before, own.get(leases).at("/metadata/uid"));
    }
  }

  @Test
  void keepThePriorityClassesOfTheSystem() {
    String path = "/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical";

    TestServer.Reply refused = server.delete(path, "{}");

    assertEquals(403, refused.status());
    assertEquals(
        "priorityclasses.scheduling.k8s.io \"system-node-critical\" is forbidden: this is a system"
            + " priority class and cannot be deleted",
        refused.at("/message"));
  }

  @Test
  void giveThePartsOfAClusterTheirRoles() {
    String rbac = "/apis/rbac.authorization.k8s.io/v1/";
    String proxier = rbac + "clusterroles/system:node-proxier";
    String approver = rbac + "clusterroles/system:certificates.k8s.io:kubelet-serving-approver";

    assertEquals(
        "{\"apiGroups\":[\"\",\"events.k8s.io\"],\"resources\":[\"events\"],"
            + "\"verbs\":[\"create\",\"patch\",\"update\"]}",
        server.get(proxier).json().at("/rules/2").toString());
    assertEquals(
        "kubernetes.io/kubelet-serving", server.get(approver).at("/rules/0/resourceNames/0"));
    assertEquals(200, server.get(rbac + "clusterroles/system:node").status());
    assertEquals(
        "system:kube-scheduler",
        server.get(rbac + "clusterrolebindings/system:volume-scheduler").at("/subjects/0/name"));
  }

  @Test
  void holdTheLevelsAndSchemasOfFlowControl() {
    List<String> levels =
        server.get(FLOW + "prioritylevelconfigurations").json().findValuesAsText("type");
    JsonNode catchAll = server.get(FLOW + "flowschemas/catch-all").json();

    assertEquals(1, levels.stream().filter("Exempt"::equals).count());
    assertEquals(7, levels.stream().filter("Limited"::equals).count());
    assertEquals(13, server.get(FLOW + "flowschemas").json().path("items").size());
    assertEquals(10_000, catchAll.at("/spec/matchingPrecedence").asInt());
    assertEquals("catch-all", catchAll.at("/spec/priorityLevelConfiguration/name").asText());
    assertEquals(true, catchAll.at("/spec/rules/0/resourceRules/0/clusterScope").asBoolean());
  }

  @Test
  void registerEveryVersionThatIsServed() {
    JsonNode core = server.get(API_SERVICES + "/v1.").json();
    server.post(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
         "metadata":{"name":"things.g.io"},
         "spec":{"group":"g.io","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},
          "versions":[{"name":"v1","served":true,"storage":true,
           "schema":{"openAPIV3Schema":{"type":"object"}}}]}}
        """);

    assertEquals("True", core.at("/status/conditions/0/status").asText());
    assertEquals("Local", core.at("/status/conditions/0/reason").asText());
    Awaitility.await()
        .until(
            () -> server.get(API_SERVICES + "/v1.g.io").at("/spec/groupPriorityMinimum"),
            "1000"::equals);
    server.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.g.io", "{}");
    Awaitility.await().until(() -> server.get(API_SERVICES + "/v1.g.io").status(), s -> s == 404);
  }
}
