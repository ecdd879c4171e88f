package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.apiserver.Kubectl.Output;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stock kubectl on custom resources with rules. */
class KubectlDefinitionsIT extends KubectlTest {
  private static final String GATE =
      """
      apiVersion: traffic.example.com/v1
      kind: Gate
      metadata: {name: %s}
      spec:
        className: a
        listeners:
        - {name: web, port: %d, protocol: %s, targetPort: 8080}
      """;

  @BeforeAll
  static void define() throws Exception {
    try (InputStream in =
        KubectlDefinitionsIT.class.getResourceAsStream("definitions/gates.yaml")) {
      String definition = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      kubectl.call("default", definition, "apply", "-f", "-").succeeded();
    }
    String gates = "crd/gates.traffic.example.com";
    kubectl.call("default", "", "wait", "--for=condition=Established", gates).succeeded();
  }

  @Test
  void explainsFields() {
    kubectl("explain", "gates")
        .says(
            "GROUP:      traffic.example.com",
            "KIND:       Gate",
            "VERSION:    v1",
            "A place where traffic comes in.");
    kubectl("explain", "gates.spec", "--recursive")
        .says(
            "className\t<string> -required-",
            "listeners\t<[]Object> -required-",
            "mode\t<string>",
            "enum: Terminate, Passthrough");
    kubectl("explain", "gt.spec.className").says("FIELD: className <string>", "Who implements it.");
    kubectl("explain", "gates.spec.listeners.port", "--api-version=traffic.example.com/v1")
        .says("FIELD: port <integer>");
    assertEquals(1, kubectl("explain", "gates.spec.nothing").code());
    kubectl("explain", "deployments.spec.replicas").says("Number of desired pods");
  }

  @Test
  void appliesAndAppliesAgain() {
    kubectlWith(GATE.formatted("one", 80, "HTTP"), "apply", "-f", "-")
        .says("gate.traffic.example.com/one created");
    kubectlWith(GATE.formatted("one", 80, "HTTP"), "apply", "-f", "-")
        .says("gate.traffic.example.com/one unchanged");
    kubectlWith(GATE.formatted("one", 8080, "HTTP"), "apply", "-f", "-")
        .says("gate.traffic.example.com/one configured");
    kubectl("get", "gt").says("NAME", "CLASS", "PROGRAMMED", "one", "a");
    kubectl("get", "gates", "--field-selector", "spec.className=a", "-o", "name")
        .says("gate.traffic.example.com/one");
  }

  @Test
  void refusesInTheWordsOfKubernetes() {
    kubectlWith(GATE.formatted("two", 80, "HTTP"), "apply", "-f", "-");

    Output changed =
        kubectlWith(
            GATE.formatted("two", 443, "HTTP").replace("className: a", "className: b"),
            "apply",
            "-f",
            "-");
    Output unknown =
        kubectlWith(
            GATE.formatted("three", 80, "HTTP")
                .replace("className: a", "className: a\n  color: red"),
            "apply",
            "-f",
            "-");

    assertEquals(1, changed.code());
    changed.failsWith("The Gate \"two\" is invalid:");
    changed.failsWith("* spec.className: Invalid value: \"string\": className is immutable");
    changed.failsWith(
        "* spec.listeners[0].port: Forbidden: a port that changes must not be a privileged one");
    unknown.failsWith(
        "Gate in version \"v1\" cannot be handled as a Gate: strict decoding error: unknown field"
            + " \"spec.color\"");
  }
}
