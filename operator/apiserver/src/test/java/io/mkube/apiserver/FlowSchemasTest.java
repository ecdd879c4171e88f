package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.TestServer.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Answers tell to which flow schema and priority level their requests belong. */
class FlowSchemasTest extends NamespacedTest {
  private static final String FLOW = "/apis/flowcontrol.apiserver.k8s.io/v1/";
  private static final String SCHEMAS = FLOW + "flowschemas";
  private static final String LEVELS = FLOW + "prioritylevelconfigurations";

  private static void assertFlow(String schema, String level, Reply reply) {
    assertEquals(
        server.get(SCHEMAS + "/" + schema).at("/metadata/uid"),
        reply.header("X-Kubernetes-Pf-Flowschema-Uid"));
    assertEquals(
        server.get(LEVELS + "/" + level).at("/metadata/uid"),
        reply.header("X-Kubernetes-Pf-Prioritylevel-Uid"));
  }

  private static Reply as(String user, String path) {
    return server.get(path, "Impersonate-User", user);
  }

  @Test
  void findTheirSchemaByUserAndGroup() {
    assertFlow("exempt", "exempt", server.get(configMaps));
    assertFlow("exempt", "exempt", server.get(configMaps + "/missing"));
    assertFlow("global-default", "global-default", as("somebody", "/version"));
    assertFlow("service-accounts", "workload-low", as("system:serviceaccount:a:b", "/version"));
    assertFlow(
        "kube-system-service-accounts",
        "workload-high",
        as("system:serviceaccount:kube-system:b", "/version"));
  }

  @Test
  void areToldToWhoIsRefusedToo() {
    Reply refused = as("somebody", configMaps);

    assertEquals(403, refused.status());
    assertFlow("global-default", "global-default", refused);
  }

  @Test
  void takeTheFirstSchemaThatMatchesWhileItsLevelIsThere() {
    server.post(
        LEVELS,
        """
        {"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "PriorityLevelConfiguration",
         "metadata": {"name": "mine"}, "spec": {"type": "Exempt"}}
        """);
    server.post(
        SCHEMAS,
        """
        {"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "FlowSchema",
         "metadata": {"name": "mine"},
         "spec": {"matchingPrecedence": 1000, "priorityLevelConfiguration": {"name": "mine"},
          "rules": [{"subjects": [{"kind": "User", "user": {"name": "reader"}}],
           "nonResourceRules": [{"verbs": ["get"], "nonResourceURLs": ["/ver*"]}]}]}}
        """);

    assertFlow("mine", "mine", as("reader", "/version"));
    assertFlow("global-default", "global-default", as("reader", "/api"));

    assertEquals(200, server.delete(LEVELS + "/mine", "{}").status());

    assertFlow("global-default", "global-default", as("reader", "/version"));
  }

  @Test
  void tellWhetherTheirLevelIsThere() {
    server.post(
        SCHEMAS,
        """
        {"metadata": {"name": "dangling"},
         "spec": {"matchingPrecedence": 9000, "priorityLevelConfiguration": {"name": "awaited"}}}
        """);
    String reason = "/status/conditions/0/reason";
    Awaitility.await().until(() -> server.get(SCHEMAS + "/dangling").at(reason).equals("NotFound"));
    server.post(
        LEVELS, "{\"metadata\": {\"name\": \"awaited\"}, \"spec\": {\"type\": \"Exempt\"}}");

    Awaitility.await().until(() -> server.get(SCHEMAS + "/dangling").at(reason).equals("Found"));
    assertEquals(
        "This FlowSchema references the PriorityLevelConfiguration object named \"awaited\" and it"
            + " exists",
        server.get(SCHEMAS + "/dangling").at("/status/conditions/0/message"));
    assertTrue(
        server
            .get("/metrics")
            .text()
            .contains("apiserver_flowcontrol_nominal_limit_seats{priority_level=\"awaited\"} 0"));
    server.delete(SCHEMAS + "/dangling", "");
    server.delete(LEVELS + "/awaited", "");
  }
}
