package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.TestServer.Reply;
import org.junit.jupiter.api.Test;

/** Namespaces ask of their pods what the Pod Security Standards say. */
class PodSecurityTest extends NamespacedTest {
  private static final String PLAIN = "{\"containers\": [{\"name\": \"c\", \"image\": \"i\"}]}";

  private static final String HARDENED =
      """
      {"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
       "containers": [{"name": "c", "image": "i", "securityContext": {
        "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}
      """;

  private static final String MISSING =
      "allowPrivilegeEscalation != false (container \"c\" must set"
          + " securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container"
          + " \"c\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true"
          + " (pod or container \"c\" must set securityContext.runAsNonRoot=true), seccompProfile"
          + " (pod or container \"c\" must set securityContext.seccompProfile.type to"
          + " \"RuntimeDefault\" or \"Localhost\")";

  private Reply label(String label, String value) {
    return server.merge(
        "/api/v1/namespaces/" + namespace,
        "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/"
            + label
            + "\":\""
            + value
            + "\"}}}");
  }

  private Reply create(String name, String spec) {
    return server.post(
        "/api/v1/namespaces/" + namespace + "/pods",
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"}, "spec": %s}
        """
            .formatted(name, spec));
  }

  private static String quoted(String text) {
    return "299 - \"" + text.replace("\"", "\\\"") + "\"";
  }

  @Test
  void refusesPodsThatBreakWhatIsEnforced() {
    label("enforce", "restricted");

    Reply refused = create("a", PLAIN);
    assertEquals(403, refused.status());
    assertEquals(
        "pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": " + MISSING,
        refused.at("/message"));
    assertEquals(201, create("a", HARDENED).status());
    assertEquals(
        403,
        server
            .merge(
                "/api/v1/namespaces/" + namespace + "/pods/a/ephemeralcontainers",
                "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"d\",\"image\":\"i\"}]}}")
            .status());
  }

  @Test
  void warnsOfPodsAndTemplates() {
    label("warn", "restricted");
    label("warn-version", "v1.32");
    String warning = "would violate PodSecurity \"restricted:v1.32\": " + MISSING;

    Reply pod = create("a", PLAIN);
    Reply template =
        server.post(
            "/apis/apps/v1/namespaces/" + namespace + "/deployments",
            """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {
             "selector": {"matchLabels": {"a": "b"}}, "template": {
              "metadata": {"labels": {"a": "b"}}, "spec": %s}}}
            """
                .formatted(PLAIN));

    assertEquals(201, pod.status());
    assertEquals(quoted(warning), pod.header("Warning"));
    assertEquals(quoted(warning), template.header("Warning"));
    assertEquals("", create("b", HARDENED).header("Warning"));
  }

  @Test
  void tellsOfPodsThatAreThereWhenMoreIsEnforced() {
    create(
        "a", PLAIN.replace("\"image\"", "\"securityContext\": {\"privileged\": true}, \"image\""));
    create("b", PLAIN);

    Reply labelled = label("enforce", "baseline");

    assertEquals(200, labelled.status());
    assertTrue(
        labelled
            .header("Warning")
            .contains("violate the new PodSecurity enforce level \\\"baseline:latest\\\""),
        labelled.header("Warning"));
    assertFalse(labelled.header("Warning").contains("b:"), labelled.header("Warning"));
  }

  @Test
  void refusesLabelsThatAskForNothing() {
    Reply level = label("enforce", "strict");
    Reply version = label("warn-version", "1.32");

    assertEquals(422, level.status());
    assertEquals(
        "metadata.labels[pod-security.kubernetes.io/enforce]", level.at("/details/causes/0/field"));
    assertEquals(
        "Invalid value: \"strict\": must be one of privileged, baseline, restricted",
        level.at("/details/causes/0/message"));
    assertEquals(
        "Invalid value: \"1.32\": must be \"latest\" or \"v1.x\"",
        version.at("/details/causes/0/message"));
  }
}
