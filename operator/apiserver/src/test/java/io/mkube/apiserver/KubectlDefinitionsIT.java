package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock kubectl on custom resources with rules. Needs {@code kubectl} on the path. */
class KubectlDefinitionsIT {
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

  @TempDir static Path directory;
  private static TestServer server;
  private static Path kubeconfig;
  private static String namespace = "";

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(directory.resolve("data"));
    kubeconfig = directory.resolve("kubeconfig");
    server.server.writeKubeconfig(kubeconfig);
    namespace = server.namespace();
    try (InputStream in =
        KubectlDefinitionsIT.class.getResourceAsStream("definitions/gates.yaml")) {
      String definition = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, kubectl(definition, "apply", "-f", "-").code());
    }
    assertEquals(
        0,
        kubectl("", "wait", "--for=condition=Established", "crd/gates.traffic.example.com").code());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What a command printed, and how it ended. */
  private record Output(int code, String text) {}

  private static Output kubectl(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of("-n", namespace, "--cache-dir", directory.resolve("cache").toString()));
    command.addAll(List.of(arguments));
    Path in = Files.writeString(directory.resolve("input"), input);
    Path out = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command.toString());
    return new Output(process.exitValue(), Files.readString(out));
  }

  private static void says(Output output, String... parts) {
    for (String part : parts) {
      assertTrue(output.text().contains(part), () -> "no \"" + part + "\" in: " + output.text());
    }
  }

  @Test
  void explainsFields() throws Exception {
    says(
        kubectl("", "explain", "gates"),
        "GROUP:      traffic.example.com",
        "KIND:       Gate",
        "VERSION:    v1",
        "A place where traffic comes in.");
    says(
        kubectl("", "explain", "gates.spec", "--recursive"),
        "className\t<string> -required-",
        "listeners\t<[]Object> -required-",
        "mode\t<string>",
        "enum: Terminate, Passthrough");
    says(
        kubectl("", "explain", "gt.spec.className"),
        "FIELD: className <string>",
        "Who implements it.");
    says(
        kubectl("", "explain", "gates.spec.listeners.port", "--api-version=traffic.example.com/v1"),
        "FIELD: port <integer>");
    assertEquals(1, kubectl("", "explain", "gates.spec.nothing").code());
    says(kubectl("", "explain", "deployments.spec.replicas"), "Number of desired pods");
  }

  @Test
  void appliesAndAppliesAgain() throws Exception {
    says(
        kubectl(GATE.formatted("one", 80, "HTTP"), "apply", "-f", "-"),
        "gate.traffic.example.com/one created");
    says(
        kubectl(GATE.formatted("one", 80, "HTTP"), "apply", "-f", "-"),
        "gate.traffic.example.com/one unchanged");
    says(
        kubectl(GATE.formatted("one", 8080, "HTTP"), "apply", "-f", "-"),
        "gate.traffic.example.com/one configured");
    says(kubectl("", "get", "gt"), "NAME", "CLASS", "PROGRAMMED", "one", "a");
    says(
        kubectl("", "get", "gates", "--field-selector", "spec.className=a", "-o", "name"),
        "gate.traffic.example.com/one");
  }

  @Test
  void refusesInTheWordsOfKubernetes() throws Exception {
    kubectl(GATE.formatted("two", 80, "HTTP"), "apply", "-f", "-");

    Output changed =
        kubectl(
            GATE.formatted("two", 443, "HTTP").replace("className: a", "className: b"),
            "apply",
            "-f",
            "-");
    Output unknown =
        kubectl(
            GATE.formatted("three", 80, "HTTP")
                .replace("className: a", "className: a\n  color: red"),
            "apply",
            "-f",
            "-");

    assertEquals(1, changed.code());
    says(
        changed,
        "The Gate \"two\" is invalid:",
        "* spec.className: Invalid value: \"string\": className is immutable",
        "* spec.listeners[0].port: Forbidden: a port that changes must not be a privileged one");
    says(
        unknown,
        "Gate in version \"v1\" cannot be handled as a Gate: strict decoding error: unknown field"
            + " \"spec.color\"");
  }
}
