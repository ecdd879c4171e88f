package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad requests get: always a Status that says what was wrong. */
class RequestErrorsTest {
  @TempDir static Path directory;
  private static TestServer server;
  private String configMaps = "";

  @BeforeAll
  static void start() throws ApiServerException {
    server = TestServer.start(directory, config -> config.withBodyLimit(64 << 10));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    configMaps = "/api/v1/namespaces/" + server.namespace() + "/configmaps";
  }

  private static void assertStatus(TestServer.Reply reply, int code, String reason) {
    JsonNode status = reply.json();
    assertEquals(code, reply.status(), reply.text());
    assertEquals("Status", status.path("kind").asText());
    assertEquals("v1", status.path("apiVersion").asText());
    assertEquals("Failure", status.path("status").asText());
    assertEquals(reason, status.path("reason").asText());
    assertEquals(code, status.path("code").asInt());
    assertEquals("application/json", reply.header("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nodes/none/proxy/metrics",
        "/api/v1/namespaces/default/services/https:web:443/proxy/",
        "/api/v1/namespaces/default/pods/web/proxy"
      })
  void saysThatNothingIsProxied(String path) {
    assertStatus(server.get(path), 501, "NotImplemented");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|unexpected end of JSON input",
        "''|the object provided is unrecognized (must be of type ConfigMap): ",
        "''|(<empty>)",
        "{|json parse error: unexpected end of JSON input ({)",
        "{\"metadata\":{\"name\":\"a\"}|unexpected end of JSON input"
            + " ({\"metadata\":{\"name\":\"a\"})",
        "{\"metadata\":{\"name\":\"a\"}} x|invalid character 'x' after top-level value",
        "{\"data\":\"abcdefghijklmnopqrstuvwxyz\"|({\"data\":\"abcdefghijklmnopqrstu ...)",
        "[]|json: cannot unmarshal array into Go value of type struct { APIVersion string",
        "7|json: cannot unmarshal number into Go value of type struct { APIVersion string",
        "7|(37)",
        "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}|cannot be handled as a ConfigMap",
        "{\"apiVersion\":\"apps/v1\",\"metadata\":{\"name\":\"a\"}}|ConfigMap in version \"v1\""
            + " cannot be handled as a ConfigMap: no kind \"ConfigMap\" is registered for version"
            + " \"apps/v1\" in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"",
        "{\"metadata\":\"a\"}|metadata",
        "{\"metadata\":{\"name\":\"a\"},\"data\":7}|cannot unmarshal number",
        "{\"metadata\":{\"name\":7}}|cannot unmarshal number",
      })
  void refusesMalformedBodies(String body, String message) {
    TestServer.Reply reply = server.post(configMaps, body);

    assertStatus(reply, 400, "BadRequest");
    assertTrue(reply.at("/message").contains(message), reply.text());
  }

  @Test
  void refusesBodiesThatAreNestedTooDeeply() {
    String deep = "{\"metadata\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5000) + "}";

    assertStatus(server.post(configMaps, deep), 400, "BadRequest");
    assertStatus(
        server.send("POST", configMaps, "application/yaml", "a: " + "[".repeat(5000)),
        400,
        "BadRequest");
  }

  @Test
  void refusesYamlThatGrows() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d,".formatted(i - 1).repeat(9)).append("*a%d]\n".formatted(i - 1));
    }

    TestServer.Reply reply = server.send("POST", configMaps, "application/yaml", bomb.toString());

    assertStatus(reply, 400, "BadRequest");
  }

  @Test
  void readsYaml() {
    TestServer.Reply reply =
        server.send(
            "POST",
            configMaps,
            "application/yaml",
            """
            metadata:
              name: in-yaml
              labels: {a: 'on', b: "7"}
            data:
              when: 2024-01-01
            """);

    assertEquals(201, reply.status(), reply.text());
    assertEquals("2024-01-01", reply.at("/data/when"));
    assertEquals("7", reply.at("/metadata/labels/b"));
  }

  @Test
  void refusesBodiesThatAreTooLarge() {
    String body = "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"" + "x".repeat(70_000) + "\"}}";

    TestServer.Reply announced = server.post(configMaps, body);

    assertStatus(announced, 413, "RequestEntityTooLarge");
    assertEquals("Request entity too large: limit is 65536", announced.at("/message"));
  }

  @Test
  void refusesUnknownMediaTypes() {
    TestServer.Reply written =
        server.send("POST", configMaps, "application/x-www-form-urlencoded", "a=b");
    TestServer.Reply read = server.get(configMaps, "Accept", "image/png");

    assertStatus(written, 415, "UnsupportedMediaType");
    assertTrue(written.at("/message").contains("application/json"));
    assertStatus(read, 406, "NotAcceptable");
    assertTrue(read.at("/message").contains("application/json, application/yaml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/nothing|404",
        "/apis/apps/v1/namespaces/x/deployments/y/nothing|404",
        "/api/v1/pods/name|404",
        "/api/v1/namespaces/x/nodes|404",
      })
  void knowsWhatItDoesNotServe(String path, int status) {
    TestServer.Reply reply = server.get(path);

    assertStatus(reply, status, "NotFound");
    assertEquals("the server could not find the requested resource", reply.at("/message"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2",
        "/api/v2/pods",
        "/apis/none.example.com",
        "/apis/none.example.com/v1",
        "/apis/none.example.com/v1/things",
        "/apis/apps/v9/deployments",
        "/nothing/at/all",
        "/openapi/v3/apis/none/v1",
      })
  void tellsInOneLineThatThereIsNoSuchPage(String path) {
    TestServer.Reply reply = server.get(path);

    assertEquals(404, reply.status());
    assertEquals("404 page not found\n", reply.text());
    assertEquals("text/plain; charset=utf-8", reply.header("Content-Type"));
    assertEquals("nosniff", reply.header("X-Content-Type-Options"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/v1/namespaces/default/pods/name",
    "PUT,/api/v1/namespaces/default/pods",
    "PATCH,/api/v1/namespaces/default/pods",
    "DELETE,/api/v1/pods",
    "DELETE,/api/v1/namespaces",
    "BREW,/api/v1/pods",
    "GET,/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
  })
  void refusesVerbsThatAResourceLacks(String method, String path) {
    assertStatus(server.send(method, path, "application/json", "{}"), 405, "MethodNotAllowed");
  }

  @Test
  void ignoresATrailingSlashAndUnknownParameters() {
    assertEquals(200, server.get(configMaps + "/?pretty=true&timeout=32s").status());
  }

  @Test
  void answersARequestLineThatIsNoHttp() throws Exception {
    try (Socket socket =
        server
            .http
            .sslContext()
            .getSocketFactory()
            .createSocket("127.0.0.1", server.server.port())) {
      ((SSLSocket) socket).startHandshake();
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /api/v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("\"kind\":\"Status\""), answer);
    }
  }
}
