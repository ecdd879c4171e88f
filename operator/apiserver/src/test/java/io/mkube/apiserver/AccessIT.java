package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.Kubectl.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the stock kubectl tells about access. */
class AccessIT extends KubectlTest {
  @Test
  void asksWhatOneMayDo() throws Exception {
    kubectl("create", "rolebinding", "b", "--clusterrole=view", "--user=bob").succeeded();

    assertEquals("yes", kubectl("auth", "can-i", "*", "*").succeeded().text());
    assertEquals("yes", kubectl("auth", "can-i", "list", "pods", "--as=bob").succeeded().text());
    assertEquals(
        "yes",
        kubectl("auth", "can-i", "get", "pods", "--subresource=log", "--as=bob")
            .succeeded()
            .text());
    assertEquals("no", kubectl("auth", "can-i", "create", "pods", "--as=bob").text());
    assertEquals(1, kubectl("auth", "can-i", "create", "pods", "--as=bob").code());
    assertEquals("no", kubectl("auth", "can-i", "get", "/metrics", "--as=bob").text());
    assertEquals("yes", kubectl("auth", "can-i", "get", "/api/v1", "--as=bob").succeeded().text());
    String list = kubectl("auth", "can-i", "--list", "--as=bob").succeeded().text();
    assertTrue(list.contains("selfsubjectaccessreviews.authorization.k8s.io"), list);
    assertTrue(list.contains("[/openapi/*]"), list);
    assertTrue(list.contains("pods/log"), list);
  }

  @Test
  void tellsWhoOneIs() throws Exception {
    assertTrue(
        kubectl("auth", "whoami")
            .succeeded()
            .text()
            .contains("[system:masters system:authenticated]"));
    assertTrue(
        kubectl("auth", "whoami", "--as=bob", "--as-group=dev")
            .succeeded()
            .text()
            .contains("[dev system:authenticated]"));
  }

  @Test
  void refusesInTheWordsOfKubernetes() throws Exception {
    Output refused = kubectl("get", "pods", "--as=bob");

    assertEquals(1, refused.code());
    assertEquals(
        "Error from server (Forbidden): pods is forbidden: User \"bob\" cannot list resource"
            + " \"pods\" in API group \"\" in the namespace \""
            + namespace
            + "\"",
        refused.text());
  }

  @Test
  void usesATokenThatItCreated() throws Exception {
    kubectl("create", "serviceaccount", "robot").succeeded();
    kubectl(
            "create",
            "rolebinding",
            "r",
            "--clusterrole=edit",
            "--serviceaccount=" + namespace + ":robot")
        .succeeded();
    String token = kubectl("create", "token", "robot", "--duration=1h").succeeded().text();
    Path own = directory.resolve("robot");
    Files.writeString(
        own,
        Files.readString(kubectl.kubeconfig())
            .replaceAll("client-certificate-data: .*", "token: " + token)
            .replaceAll("client-key-data: .*", ""));
    String robot = "system:serviceaccount:" + namespace + ":robot";

    assertTrue(
        kubectl("--kubeconfig", own.toString(), "auth", "whoami")
            .succeeded()
            .text()
            .contains(robot));
    kubectl("--kubeconfig", own.toString(), "create", "configmap", "m").succeeded();
    Output nodes = kubectl("--kubeconfig", own.toString(), "get", "nodes");
    assertTrue(nodes.text().contains("User \"" + robot + "\" cannot list"), nodes.text());
    Output brief = kubectl("create", "token", "robot", "--duration=1m");
    assertTrue(
        brief.text().contains("may not specify a duration less than 10 minutes"), brief.text());
  }

  @Test
  void reconcilesRoles() throws Exception {
    Path file = directory.resolve("roles.yaml");
    String rules = "[{verbs: [%s], apiGroups: [''], resources: [pods]}]";
    String role =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: r, namespace: %s}
        rules: %s
        """;
    Files.writeString(file, role.formatted(namespace, rules.formatted("get")));
    String first = kubectl("auth", "reconcile", "-f", file.toString()).succeeded().text();
    Files.writeString(file, role.formatted(namespace, rules.formatted("get, list")));
    kubectl("auth", "reconcile", "-f", file.toString()).succeeded();

    assertTrue(first.contains("role.rbac.authorization.k8s.io/r reconciled"), first);
    assertTrue(kubectl("get", "role", "r", "-o", "yaml").succeeded().text().contains("- list"));
  }

  /** The requests that {@code oc login --token}, {@code oc whoami} and {@code oc projects} make. */
  @Test
  void answersWhatOcAsks() {
    String bob = "Impersonate-User";

    assertEquals(404, server.get("/.well-known/oauth-authorization-server").status());
    assertEquals(404, server.get("/apis/project.openshift.io/v1/projects").status());
    assertEquals(403, server.get("/apis/project.openshift.io/v1/projects", bob, "bob").status());
    assertEquals(404, server.get("/apis/user.openshift.io/v1/users/~").status());
    assertEquals(200, server.get("/").status());
    assertEquals(403, server.get("/", bob, "bob").status());
    assertEquals(200, server.get("/api/v1/namespaces").status());
    assertEquals(
        "mkube-admin",
        server
            .post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")
            .at("/status/userInfo/username"));
  }
}
