package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions as great and as strict as those of well-known operators. */
class DemandingDefinitionsTest {
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir static Path directory;
  private static TestServer server;
  private static String gates = "";

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(directory);
    gates = "/apis/traffic.example.com/v1/namespaces/" + server.namespace() + "/gates";
    ObjectNode definition = (ObjectNode) new YAMLMapper().readTree(resource("gates.yaml"));
    ArrayNode versions = (ArrayNode) definition.at("/spec/versions");
    ObjectNode beta = ((ObjectNode) versions.get(0)).deepCopy();
    beta.put("name", "v1beta1").put("storage", false).put("deprecated", true);
    beta.put("deprecationWarning", "traffic.example.com/v1beta1 Gate is deprecated; use v1");
    versions.add(beta);
    versions.add(((ObjectNode) versions.get(0)).deepCopy().put("name", "v1alpha1"));
    ((ObjectNode) versions.get(2)).put("storage", false).put("served", false);
    TestServer.Reply reply = server.post(DEFINITIONS, definition.toString());
    assertEquals(201, reply.status(), reply.text());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        DemandingDefinitionsTest.class.getResourceAsStream("definitions/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String gate(String name, String spec) throws IOException {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", "traffic.example.com/v1").put("kind", "Gate");
    object.putObject("metadata").put("name", name);
    object.set("spec", new YAMLMapper().readTree(spec));
    return object.toString();
  }

  private static List<String> causes(TestServer.Reply reply) {
    return reply.json().at("/details/causes").findValuesAsText("field").isEmpty()
        ? List.of()
        : StreamSupport.stream(reply.json().at("/details/causes").spliterator(), false)
            .map(cause -> cause.path("field").asText() + ": " + cause.path("message").asText())
            .toList();
  }

  @Test
  void fillDefaultsAndPrune() throws IOException {
    TestServer.Reply created =
        server.post(
            gates,
            gate(
                "plain",
                """
                className: a
                unknown: 1
                infrastructure: {labels: {a: b}, more: {x: 1}}
                template: {apiVersion: v1, kind: Pod, metadata: {name: p, foo: 1}, spec: {q: 1}}
                listeners:
                  - {name: web, port: 80, protocol: HTTP, extra: 1}
                  - {name: tls, port: 443, protocol: HTTPS, targetPort: https, tls: {certificateRefs: [{name: c}]}}
                """));

    assertEquals(201, created.status(), created.text());
    JsonNode spec = created.json().path("spec");
    assertFalse(spec.has("unknown"));
    assertFalse(spec.at("/listeners/0").has("extra"));
    assertFalse(spec.at("/template/metadata").has("foo"));
    assertEquals(1, spec.at("/template/spec/q").asInt());
    assertEquals(1, spec.at("/infrastructure/more/x").asInt());
    assertEquals(8080, spec.at("/listeners/0/targetPort").asInt());
    assertEquals("https", spec.at("/listeners/1/targetPort").asText());
    assertEquals("Secret", spec.at("/listeners/1/tls/certificateRefs/0/kind").asText());
    assertEquals("Terminate", spec.at("/listeners/1/tls/mode").asText());
    assertFalse(spec.path("paused").asBoolean(true));
    assertTrue(
        created.response().headers().allValues("Warning").toString().contains("spec.unknown"));
  }

  @Test
  void refuseWhatTheirRulesForbid() throws IOException {
    TestServer.Reply refused =
        server.post(
            gates,
            gate(
                "bad",
                """
                className: a
                addresses: [{type: Hostname, value: "-a"}, {value: 10.0.0.1}, {value: 10.0.0.1}]
                listeners:
                  - {name: a, port: 80, protocol: TCP, hostname: x, tls: {mode: Passthrough}}
                  - {name: b, port: 80, protocol: TCP, hostname: x}
                """));

    assertEquals(422, refused.status());
    assertEquals("Invalid", refused.at("/reason"));
    assertEquals(
        List.of(
            "spec.addresses: Invalid value: \"array\": IPAddress values must be unique",
            "spec.addresses[0]: Invalid value: \"object\": Hostname value must be a DNS name",
            "spec.listeners: Invalid value: \"array\": tls must not be specified for protocols"
                + " ['HTTP', 'TCP', 'UDP']",
            "spec.listeners: Invalid value: \"array\": hostname must not be specified for protocols"
                + " ['TCP', 'UDP']",
            "spec.listeners: Invalid value: \"array\": Combination of port, protocol and hostname"
                + " must be unique for each listener"),
        causes(refused));
  }

  @Test
  void refuseChangesThatTheirTransitionsForbid() throws IOException {
    server.post(
        gates,
        gate(
            "steady",
            "{className: a, listeners: [{name: x, port: 80, protocol: HTTP}, {name: y, port: 81,"
                + " protocol: HTTP}]}"));

    TestServer.Reply refused =
        server.merge(
            gates + "/steady",
            """
            {"spec":{"className":"b","listeners":[{"name":"y","port":82,"protocol":"HTTP"},
             {"name":"x","port":80,"protocol":"HTTP"},{"name":"z","port":90,"protocol":"HTTP"}]}}
            """);
    TestServer.Reply accepted =
        server.merge(
            gates + "/steady",
            "{\"spec\":{\"listeners\":[{\"name\":\"x\",\"port\":8080,\"protocol\":\"HTTP\"}]}}");

    assertEquals(
        List.of(
            "spec.className: Invalid value: \"string\": className is immutable",
            "spec.listeners[0].port: Forbidden: a port that changes must not be a privileged one"),
        causes(refused));
    assertEquals(200, accepted.status(), accepted.text());
  }

  @Test
  void checkTransitionsOfTheStatus() throws IOException {
    server.post(
        gates, gate("counted", "{className: a, listeners: [{name: x, port: 80, protocol: HTTP}]}"));
    server.merge(gates + "/counted/status", "{\"status\":{\"attached\":3}}");

    TestServer.Reply refused =
        server.merge(gates + "/counted/status", "{\"status\":{\"attached\":2}}");

    assertEquals(422, refused.status());
    assertEquals(
        List.of("status.attached: Invalid value: \"integer\": attached must not shrink"),
        causes(refused));
  }

  @Test
  void refuseDuplicatesInMaps() throws IOException {
    TestServer.Reply refused =
        server.post(
            gates,
            gate(
                "twice",
                "{className: a, listeners: [{name: x, port: 80, protocol: HTTP}, {name: x, port:"
                    + " 81, protocol: HTTP}]}"));

    assertEquals(422, refused.status());
    assertEquals(
        "spec.listeners[1]: Duplicate value: map[string]interface {}{\"name\":\"x\"}",
        causes(refused).getFirst());
  }

  @Test
  void serveTheirVersions() throws IOException {
    server.post(
        gates, gate("seen", "{className: a, listeners: [{name: x, port: 80, protocol: HTTP}]}"));

    TestServer.Reply beta = server.get(gates.replace("/v1/", "/v1beta1/") + "/seen");

    assertEquals("traffic.example.com/v1beta1", beta.at("/apiVersion"));
    assertEquals(
        "299 - \"traffic.example.com/v1beta1 Gate is deprecated; use v1\"", beta.header("Warning"));
    assertEquals(404, server.get(gates.replace("/v1/", "/v1alpha1/") + "/seen").status());
    JsonNode group = server.get("/apis/traffic.example.com").json();
    assertEquals("v1", group.at("/preferredVersion/version").asText());
    assertEquals(2, group.path("versions").size());
  }

  @Test
  void areSelectedByTheirFields() throws IOException {
    server.post(
        gates,
        gate(
            "picked",
            "{className: rare, paused: true, listeners: [{name: x, port: 80, protocol: HTTP}]}"));
    server.post(
        gates,
        gate("passed", "{className: rare, listeners: [{name: x, port: 80, protocol: HTTP}]}"));

    JsonNode found =
        server.get(gates + "?fieldSelector=spec.className%3Drare,spec.paused%3Dtrue").json();
    TestServer.Reply unknown = server.get(gates + "?fieldSelector=spec.listeners%3Dx");
    TestServer.Reply deleted =
        server.delete(gates + "?fieldSelector=spec.className%3Drare,spec.paused%3Dfalse", "");

    assertEquals(List.of("picked"), found.path("items").findValuesAsText("name").subList(0, 1));
    assertEquals(1, found.path("items").size());
    assertEquals(400, unknown.status());
    assertEquals(200, deleted.status());
    assertEquals(200, server.get(gates + "/picked").status());
    assertEquals(404, server.get(gates + "/passed").status());
  }

  @Test
  void arePublishedWithTheirSelectableFields() {
    JsonNode document =
        server
            .get(
                server
                    .get("/openapi/v3")
                    .json()
                    .at("/paths/apis~1traffic.example.com~1v1/serverRelativeURL")
                    .asText())
            .json();

    JsonNode schema = document.at("/components/schemas/com.example.traffic.v1.Gate");
    assertEquals(
        "[{\"fieldPath\":\"spec.className\"},{\"fieldPath\":\"spec.paused\"}]",
        schema.path("x-kubernetes-selectable-fields").toString());
    assertEquals(
        "[\"name\"]",
        schema.at("/properties/spec/properties/listeners/x-kubernetes-list-map-keys").toString());
    assertEquals("Gate", schema.at("/x-kubernetes-group-version-kind/0/kind").asText());
  }

  @Test
  void areTakenWithASchemaOf300Kilobytes() throws IOException {
    ObjectNode definition = GreatDefinition.make(300_000);

    TestServer.Reply created = server.post(DEFINITIONS, definition.toString());
    assertEquals(201, created.status(), created.text());
    String clusters = "/apis/great.example.com/v1/namespaces/" + server.namespace() + "/clusters";
    TestServer.Reply good = server.post(clusters, GreatDefinition.object("good", 3, "10Gi"));
    TestServer.Reply bad = server.post(clusters, GreatDefinition.object("bad", 2, "x"));

    assertEquals(201, good.status(), good.text());
    assertFalse(good.json().at("/spec/part0").has("unknown"));
    assertEquals("IfNotPresent", good.at("/spec/part0/containers/0/imagePullPolicy"));
    assertEquals(
        List.of(
            "spec: Invalid value: \"object\": replicas must be odd",
            "spec.storage: Invalid value: \"string\": x is no quantity"),
        causes(bad));
    assertTrue(
        server
            .get("/openapi/v3/apis/great.example.com/v1")
            .text()
            .contains("com.example.great.v1.Cluster"));
    ArrayNode versions = (ArrayNode) created.json().at("/spec/versions");
    assertEquals(1, versions.size());
  }
}
