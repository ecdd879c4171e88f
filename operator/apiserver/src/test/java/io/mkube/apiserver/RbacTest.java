package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles and bindings decide over requests, as seen from outside. */
class RbacTest {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  @TempDir static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    Path tokens = directory.resolve("tokens.csv");
    Files.writeString(
        tokens,
        """
        bob,bob,2,"dev,ops"
        carol,carol,3
        """);
    server = TestServer.start(directory.resolve("data"), config -> config.withTokenFile(tokens));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Reply as(
      String token, String method, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", "Bearer " + token));
    String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    all.addAll(List.of("Content-Type", type));
    HttpRequest request =
        server
            .request(path)
            .headers(all.toArray(String[]::new))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return server.send(request);
  }

  private static void apply(String path, String body) {
    TestServer.Reply reply = server.post(path, body);
    assertEquals(201, reply.status(), reply.text());
  }

  private static String namespaceWith(String role, String subject) {
    String namespace = server.namespace();
    bind(namespace, "given", "ClusterRole", role, subject);
    return namespace;
  }

  private static void bind(
      String namespace, String name, String kind, String role, String subject) {
    apply(
        RBAC + "/namespaces/" + namespace + "/rolebindings",
        """
        {"metadata":{"name":"%s"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"%s","name":"%s"},
         "subjects":[%s]}
        """
            .formatted(name, kind, role, subject));
  }

  private static String user(String name) {
    return "{\"kind\":\"User\",\"apiGroup\":\"rbac.authorization.k8s.io\",\"name\":\""
        + name
        + "\"}";
  }

  @Test
  void letsAReaderReadAndNothingElse() {
    String namespace = namespaceWith("view", user("bob"));
    String pods = "/api/v1/namespaces/" + namespace + "/pods";

    assertEquals(200, as("bob", "GET", pods, "").status());
    assertEquals(200, as("bob", "GET", "/api/v1/namespaces/" + namespace, "").status());
    assertEquals(
        403, as("bob", "GET", "/api/v1/namespaces/" + namespace + "/secrets", "").status());
    TestServer.Reply refused = as("bob", "DELETE", pods + "/x", "");
    assertEquals(403, refused.status());
    assertEquals(
        "pods \"x\" is forbidden: User \"bob\" cannot delete resource \"pods\" in API group \"\" in"
            + " the namespace \""
            + namespace
            + "\"",
        refused.at("/message"));
    assertEquals("Forbidden", refused.at("/reason"));
    assertEquals("x", refused.at("/details/name"));
    assertEquals("pods", refused.at("/details/kind"));
  }

  @Test
  void namesTheScopeInARefusal() {
    assertEquals(
        "nodes is forbidden: User \"bob\" cannot list resource \"nodes\" in API group \"\" at the"
            + " cluster scope",
        as("bob", "GET", "/api/v1/nodes", "").at("/message"));
    assertEquals(
        "deployments.apps \"d\" is forbidden: User \"bob\" cannot patch resource"
            + " \"deployments/scale\" in API group \"apps\" in the namespace \"default\"",
        as("bob", "PATCH", "/apis/apps/v1/namespaces/default/deployments/d/scale", "{}")
            .at("/message"));
    assertEquals(
        "forbidden: User \"bob\" cannot get path \"/metrics\"",
        as("bob", "GET", "/metrics", "").at("/message"));
    assertEquals(
        "widgets.example.com is forbidden: User \"bob\" cannot list resource \"widgets\" in API"
            + " group \"example.com\" at the cluster scope",
        as("bob", "GET", "/apis/example.com/v1/widgets", "").at("/message"));
  }

  @Test
  void followsChangesOfBindings() {
    String namespace = namespaceWith("view", user("carol"));
    String pods = "/api/v1/namespaces/" + namespace + "/pods";
    assertEquals(200, as("carol", "GET", pods, "").status());

    server.delete(RBAC + "/namespaces/" + namespace + "/rolebindings/given", "{}");

    assertEquals(403, as("carol", "GET", pods, "").status());
  }

  @Test
  void limitsARuleToNamedObjects() {
    String namespace = server.namespace();
    apply(
        RBAC + "/namespaces/" + namespace + "/roles",
        """
        {"metadata":{"name":"one"},"rules":[{"verbs":["get","list","watch"],"apiGroups":[""],
         "resources":["configmaps"],"resourceNames":["kube-root-ca.crt"]}]}
        """);
    bind(namespace, "one", "Role", "one", user("bob"));
    String maps = "/api/v1/namespaces/" + namespace + "/configmaps";

    assertEquals(200, as("bob", "GET", maps + "/kube-root-ca.crt", "").status());
    assertEquals(403, as("bob", "GET", maps, "").status());
    assertEquals(
        200,
        as("bob", "GET", maps + "?fieldSelector=metadata.name%3Dkube-root-ca.crt", "").status());
    assertEquals(
        403,
        as("bob", "GET", maps + "?fieldSelector=metadata.name!%3Dkube-root-ca.crt", "").status());
  }

  @Test
  void refusesToGiveAwayWhatOneDoesNotHave() {
    String namespace = namespaceWith("admin", user("bob"));
    String roles = RBAC + "/namespaces/" + namespace + "/roles";

    TestServer.Reply refused =
        as(
            "bob",
            "POST",
            roles,
            """
            {"metadata":{"name":"r"},"rules":[
              {"verbs":["get","list"],"apiGroups":[""],"resources":["pods","nodes"]},
              {"verbs":["create"],"apiGroups":["example.com"],"resources":["widgets"]}]}
            """);
    assertEquals(403, refused.status(), refused.text());
    assertEquals(
        "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"bob\" (groups=[\"dev\" \"ops\""
            + " \"system:authenticated\"]) is attempting to grant RBAC permissions not currently"
            + " held:\n"
            + "{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"get\" \"list\"]}\n"
            + "{APIGroups:[\"example.com\"], Resources:[\"widgets\"], Verbs:[\"create\"]}",
        refused.at("/message"));
    assertEquals(
        201,
        as(
                "bob",
                "POST",
                roles,
                """
                {"metadata":{"name":"r"},"rules":[{"verbs":["get"],"apiGroups":[""],
                 "resources":["pods"]}]}
                """)
            .status());
    TestServer.Reply widened =
        as(
            "bob",
            "PATCH",
            roles + "/r",
            "{\"rules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}]}");
    assertEquals(403, widened.status(), widened.text());
    TestServer.Reply bound =
        as(
            "bob",
            "POST",
            RBAC + "/namespaces/" + namespace + "/rolebindings",
            """
            {"metadata":{"name":"b"},"subjects":[%s],
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
                        "name":"cluster-admin"}}
            """
                .formatted(user("bob")));
    assertEquals(403, bound.status());
    assertTrue(bound.at("/message").contains("not currently held:\n{"), bound.text());
  }

  @Test
  void letsOneBindWithTheVerbBind() {
    String namespace = server.namespace();
    apply(
        RBAC + "/namespaces/" + namespace + "/roles",
        """
        {"metadata":{"name":"binder"},"rules":[
          {"verbs":["create"],"apiGroups":["rbac.authorization.k8s.io"],
           "resources":["rolebindings"]},
          {"verbs":["bind"],"apiGroups":["rbac.authorization.k8s.io"],
           "resources":["clusterroles"],"resourceNames":["edit"]}]}
        """);
    bind(namespace, "binder", "Role", "binder", user("carol"));
    String body =
        """
        {"metadata":{"name":"b"},"subjects":[%s],
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%s"}}
        """;
    String path = RBAC + "/namespaces/" + namespace + "/rolebindings";

    assertEquals(403, as("carol", "POST", path, body.formatted(user("carol"), "admin")).status());
    assertEquals(404, as("carol", "POST", path, body.formatted(user("carol"), "none")).status());
    assertEquals(201, as("carol", "POST", path, body.formatted(user("carol"), "edit")).status());
  }

  @Test
  void collectsRulesOfLabelledRoles() {
    String namespace = namespaceWith("view", user("bob"));
    String path = "/apis/example.org/v1/namespaces/" + namespace + "/widgets";
    assertEquals(403, as("bob", "GET", path, "").status());

    apply(
        RBAC + "/clusterroles",
        """
        {"metadata":{"name":"widgets-view",
          "labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},
         "rules":[{"verbs":["get","list"],"apiGroups":["example.org"],"resources":["widgets"]}]}
        """);

    Awaitility.await().untilAsserted(() -> assertEquals(404, as("bob", "GET", path, "").status()));
    server.delete(RBAC + "/clusterroles/widgets-view", "{}");
    Awaitility.await().untilAsserted(() -> assertEquals(403, as("bob", "GET", path, "").status()));
  }

  @Test
  void actsAsSomebodyElse() {
    TestServer.Reply who =
        server.send(
            server
                .request("/apis/authentication.k8s.io/v1/selfsubjectreviews")
                .header("Impersonate-User", "dave")
                .header("Impersonate-Group", "blue")
                .header("Impersonate-Extra-Reason%2fwhy", "test")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build());

    assertEquals("dave", who.at("/status/userInfo/username"));
    assertEquals("blue", who.at("/status/userInfo/groups/0"));
    assertEquals("system:authenticated", who.at("/status/userInfo/groups/1"));
    assertEquals(
        "test", who.json().at("/status/userInfo/extra").path("reason/why").path(0).asText());
    assertEquals(
        "users \"alice\" is forbidden: User \"bob\" cannot impersonate resource \"users\" in API"
            + " group \"\" at the cluster scope",
        as("bob", "GET", "/api", "", "Impersonate-User", "alice").at("/message"));
    TestServer.Reply noUser = server.get("/api", "Impersonate-Group", "system:masters");
    assertEquals(400, noUser.status(), noUser.text());
    assertEquals(403, server.get("/api/v1/nodes", "Impersonate-User", "dave").status());
  }

  @Test
  void impersonatesServiceAccountsWhereItMay() {
    String namespace = namespaceWith("edit", user("bob"));
    String account = "system:serviceaccount:" + namespace + ":default";

    assertEquals(200, as("bob", "GET", "/apis", "", "Impersonate-User", account).status());
    assertEquals(
        "serviceaccounts \"default\" is forbidden: User \"bob\" cannot impersonate resource"
            + " \"serviceaccounts\" in API group \"\" in the namespace \"kube-system\"",
        as(
                "bob",
                "GET",
                "/apis",
                "",
                "Impersonate-User",
                "system:serviceaccount:kube-system:default")
            .at("/message"));
  }

  @Test
  void saysWhyInReviews() {
    String namespace = namespaceWith("view", user("erin"));
    TestServer.Reply allowed = review("erin", namespace, "pods");
    TestServer.Reply denied = review("erin", namespace, "secrets");

    assertTrue(allowed.json().at("/status/allowed").asBoolean());
    assertEquals(
        "RBAC: allowed by RoleBinding \"given/"
            + namespace
            + "\" of ClusterRole \"view\" to User"
            + " \"erin\"",
        allowed.at("/status/reason"));
    assertTrue(denied.json().at("/status/allowed").isBoolean());
    assertEquals("", denied.at("/status/reason"));
  }

  private static TestServer.Reply review(String user, String namespace, String resource) {
    return server.post(
        "/apis/authorization.k8s.io/v1/subjectaccessreviews",
        """
        {"spec":{"user":"%s","resourceAttributes":
          {"verb":"list","resource":"%s","namespace":"%s"}}}
        """
            .formatted(user, resource, namespace));
  }

  @Test
  void refusesReviewsThatAskNothing() {
    TestServer.Reply reply =
        server.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", "{\"spec\":{}}");

    assertEquals(422, reply.status(), reply.text());
    assertTrue(
        reply.at("/message").contains("exactly one of nonResourceAttributes or resourceAttributes"),
        reply.text());
    assertTrue(reply.at("/message").contains("at least one of user or group"), reply.text());
  }

  @Test
  void listsWhatOneMayDo() {
    String namespace = namespaceWith("edit", user("carol"));
    TestServer.Reply rules =
        as(
            "carol",
            "POST",
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
            "{\"spec\":{\"namespace\":\"" + namespace + "\"}}");

    assertEquals(201, rules.status(), rules.text());
    assertTrue(rules.text().contains("\"leases\""), rules.text());
    assertTrue(rules.at("/status/nonResourceRules").isEmpty());
    assertTrue(rules.text().contains("/openapi/*"), rules.text());
    assertEquals("false", rules.at("/status/incomplete"));
  }

  @Test
  void makesTheRolesOfEveryCluster() {
    for (String role :
        List.of(
            "cluster-admin", "admin", "edit", "view", "system:discovery", "system:basic-user")) {
      TestServer.Reply reply = server.get(RBAC + "/clusterroles/" + role);
      assertEquals(200, reply.status(), role);
      assertEquals(
          "rbac-defaults",
          reply.json().at("/metadata/labels").path("kubernetes.io/bootstrapping").asText());
    }
    assertEquals(
        "system:masters",
        server.get(RBAC + "/clusterrolebindings/cluster-admin").at("/subjects/0/name"));
    assertTrue(
        server.get(RBAC + "/clusterroles/admin").text().contains("localsubjectaccessreviews"));
  }
}
