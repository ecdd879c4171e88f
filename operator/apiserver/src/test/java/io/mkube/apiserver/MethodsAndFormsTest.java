package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods on every class of path, and forms that clients may ask for. */
class MethodsAndFormsTest {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

  /** IPv4 and IPv6, as far as the machine has both. */
  private static final List<InetAddress> LOOPBACKS = new ArrayList<>();

  @TempDir static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    for (InetAddress address :
        Collections.list(
            NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getInetAddresses())) {
      LOOPBACKS.add(InetAddress.getByAddress(address.getAddress()));
    }
    server = TestServer.start(directory, config -> config.withListenAddresses(LOOPBACKS));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private TestServer.Reply send(String method, String path) {
    return server.send(
        server.request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());
  }

  @ParameterizedTest
  @CsvSource({"/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/version", "/openapi/v2"})
  void documentsAreOnlyRead(String path) {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
      TestServer.Reply reply = send(method, path);
      assertEquals(405, reply.status(), method);
      assertEquals("MethodNotAllowed", reply.at("/reason"));
      assertEquals(
          "the server does not allow this method on the requested resource", reply.at("/message"));
    }
    TestServer.Reply head = send("HEAD", path);
    // Of those that kube-apiserver does not route by method, a HEAD is answered.
    boolean unrouted =
        path.equals("/apis") || path.equals("/apis/apps") || path.startsWith("/open");
    assertEquals(unrouted ? 200 : 405, head.status());
    assertEquals("", head.text());
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD,/healthz,200",
    "HEAD,/api/v1/namespaces/default,405",
    "HEAD,/api/v1/namespaces,405",
    "HEAD,/api/v1/namespaces/none,405",
    "HEAD,/api/v1/nothings,404",
    "HEAD,/nothing,404",
    "TRACE,/api/v1/namespaces,405",
    "PROPFIND,/api/v1/namespaces/default,405",
    "OPTIONS,/api/v1/namespaces,405",
    "OPTIONS,/api/v1/namespaces/default,405",
    "POST,/api/v1/namespaces/default,405",
    "PUT,/api/v1/namespaces,405",
    "PATCH,/api/v1/namespaces,405",
    "DELETE,/api/v1/namespaces,405",
    "GET,/api/v1/namespaces/default/pods/x/nothing,404",
  })
  void answersEveryMethod(String method, String path, int code) {
    TestServer.Reply reply = send(method, path);

    assertEquals(code, reply.status(), reply.text());
    if (method.equals("HEAD")) {
      assertEquals("", reply.text());
    } else {
      assertEquals(Integer.toString(code), reply.at("/code"));
    }
  }

  @Test
  void deletesNothingForClientsThatCannotReadTheAnswer() {
    String map = "/api/v1/namespaces/" + server.namespace() + "/configmaps";
    server.post(map, "{\"metadata\":{\"name\":\"a\"}}");

    assertEquals(406, delete(map + "/a", "image/png").status());
    assertEquals(406, delete(map, "image/png").status());
    assertEquals(200, server.get(map + "/a").status());
  }

  @Test
  void aStatusIsNoTable() {
    String map = "/api/v1/namespaces/" + server.namespace() + "/configmaps";
    server.post(map, "{\"metadata\":{\"name\":\"a\"}}");

    TestServer.Reply reply = delete(map + "/a", "application/json;as=Table;v=v1;g=meta.k8s.io");

    assertEquals(200, reply.status());
    assertEquals("Status", reply.at("/kind"));
    assertEquals("Success", reply.at("/status"));
  }

  @Test
  void failuresComeInYamlToo() {
    TestServer.Reply reply = server.get("/api/v1/namespaces/none", "Accept", "application/yaml");

    assertEquals(404, reply.status());
    assertEquals("application/yaml", reply.header("Content-Type"));
    assertEquals("NotFound", tree(reply).path("reason").asText());
  }

  @Test
  void watchesAreNotYaml() {
    String watch = "/api/v1/namespaces?watch=1&timeoutSeconds=1";

    TestServer.Reply refused = server.get(watch, "Accept", "application/yaml");
    assertEquals(406, refused.status());
    assertEquals(
        "only the following media types are accepted: application/json;stream=watch,"
            + " application/vnd.kubernetes.protobuf;stream=watch",
        tree(refused).path("message").asText());
    assertEquals(
        "application/json",
        server.get(watch, "Accept", "application/json, application/yaml").header("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/namespaces, Table",
    "/api/v1/namespaces?includeObject=Object, Table",
    "/api/v1/namespaces/default, Table",
    "/api/v1/namespaces, PartialObjectMetadataList",
    "/api/v1/namespaces/default, PartialObjectMetadata"
  })
  void tablesAndMetadataAreYamlAsWell(String path, String form) {
    String as = ";as=" + form + ";v=v1;g=meta.k8s.io";
    TestServer.Reply yaml = server.get(path, "Accept", "application/yaml" + as);

    assertEquals("application/yaml", yaml.header("Content-Type"));
    assertEquals(
        timeless(server.get(path, "Accept", "application/json" + as).json()), timeless(tree(yaml)));
    assertEquals(
        406,
        server
            .get("/api/v1/namespaces?watch=1&timeoutSeconds=1", "Accept", "application/yaml" + as)
            .status());
  }

  /** Ages and revisions change while the two are asked for. */
  private static JsonNode timeless(JsonNode answer) {
    try {
      return TestServer.JSON.readTree(
          answer
              .toString()
              .replaceAll("\"\\d+[a-z]+\"", "\"AGE\"")
              .replaceAll("\"resourceVersion\":\"\\d+\"", "\"resourceVersion\":\"ANY\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(TestServer.Reply reply) {
    try {
      return new YAMLMapper().readTree(reply.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestServer.Reply delete(String path, String accept) {
    return server.send(server.request(path).DELETE().header("Accept", accept).build());
  }

  @ParameterizedTest
  @CsvSource({"v1", "v1beta1"})
  void tablesComeInTheVersionAskedFor(String version) {
    String accept = "application/json;as=Table;v=" + version + ";g=meta.k8s.io";

    assertEquals(
        "meta.k8s.io/" + version,
        server.get("/api/v1/namespaces", "Accept", accept).at("/apiVersion"));
    assertEquals(
        "meta.k8s.io/" + version,
        server.get("/api/v1/namespaces/default", "Accept", accept).at("/apiVersion"));
  }

  @Test
  void aTableInAnotherVersionIsNotAcceptable() {
    TestServer.Reply reply =
        server.get("/api/v1/namespaces", "Accept", "application/json;as=Table;v=v9;g=meta.k8s.io");

    assertEquals(406, reply.status());
    assertEquals("NotAcceptable", reply.at("/reason"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=abc|strconv.ParseInt: parsing \"abc\": invalid syntax",
        "timeoutSeconds=1.5|strconv.ParseInt: parsing \"1.5\": invalid syntax",
        "continue=!!!!|invalid continue token: continue key is not valid: illegal base64 data at"
            + " input byte 0",
      })
  void saysWhichValueIsNone(String query, String message) {
    TestServer.Reply reply = server.get(CONFIG_MAPS + "?" + query);

    assertEquals(400, reply.status());
    assertEquals("BadRequest", reply.at("/reason"));
    assertEquals(message, reply.at("/message"));
  }

  @ParameterizedTest
  @CsvSource({"true", "1", "yes", "''"})
  void whateverIsNotANoIsAYes(String value) {
    try (TestServer.Events events =
        server.watch("/api/v1/namespaces?timeoutSeconds=1&watch=" + value)) {
      assertEquals("ADDED", events.next().path("type").asText());
    }
  }

  @Test
  void listensOnEveryAddressThatIsNamed() throws Exception {
    assertFalse(LOOPBACKS.isEmpty());
    for (InetAddress address : LOOPBACKS) {
      String text = address.getHostAddress();
      String host = address instanceof Inet6Address ? "[" + text + "]" : text;
      URI version = URI.create("https://" + host + ":" + server.server.port() + "/version");
      assertEquals(
          200,
          server
              .http
              .send(HttpRequest.newBuilder(version).build(), BodyHandlers.discarding())
              .statusCode());
    }
  }
}
