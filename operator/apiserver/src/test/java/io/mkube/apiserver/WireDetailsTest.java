package io.mkube.apiserver;

import static io.mkube.apiserver.ExpectedStatus.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small things in which answers differ from one server to the next, as kube-apiserver has them. */
class WireDetailsTest extends NamespacedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "..|..|may not be '..'",
        "%2E|.|may not be '.'",
        "a%25b|a%b|may not contain '%'",
      })
  void refusesNamesThatAreNoSegments(String path, String name, String problem) {
    assertStatus(
        server.send("DELETE", configMaps + "/" + path, "application/json", "{}"),
        400,
        "BadRequest",
        "Name parameter invalid: \"" + name + "\": " + problem,
        null);
  }

  @ParameterizedTest
  @CsvSource({"//api/v1/pods", "/api//v1/pods", "//version", "/apis//apps"})
  void knowsNoPathWithDoubledSlashes(String path) {
    TestServer.Reply reply = server.get(path);

    assertEquals(404, reply.status());
    assertEquals("404 page not found\n", reply.text());
  }

  @Test
  void decodesSlashesInNamesBeforeItDecidesWhatIsAsked() {
    server.client.resource(configMap("a")).create();

    assertStatus(
        server.get(configMaps + "/a%2Fstatus"),
        404,
        "NotFound",
        "the server could not find the requested resource",
        "{}");
  }

  @ParameterizedTest
  @CsvSource({"abc,invalid syntax", "-1,invalid syntax", "99999999999999999999,value out of range"})
  void refusesResourceVersionsThatAreNoNumbers(String revision, String problem) {
    server.client.resource(configMap("a")).create();
    String body = "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"" + revision + "\"}}";
    String message = "strconv.ParseUint: parsing \"" + revision + "\": " + problem;

    assertStatus(server.put(configMaps + "/a", body), 400, "BadRequest", message, null);
    assertStatus(server.merge(configMaps + "/a", body), 400, "BadRequest", message, null);
  }

  @Test
  void takesResourceVersionZeroForNone() {
    server.client.resource(configMap("a")).create();
    String lease = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/l";
    server.put(lease, "{\"metadata\":{\"name\":\"l\"}}");

    assertEquals(
        200,
        server
            .put(configMaps + "/a", "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"0\"}}")
            .status());
    TestServer.Reply refused =
        server.put(lease, "{\"metadata\":{\"name\":\"l\",\"resourceVersion\":\"0\"}}");
    assertEquals(422, refused.status());
    assertEquals("metadata.resourceVersion", refused.at("/details/causes/0/field"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"dryRun\":\"All\"} | string into Go struct field DeleteOptions.dryRun of type []string",
        "{\"preconditions\":5} | number into Go struct field DeleteOptions.preconditions of type"
            + " v1.Preconditions",
        "{\"orphanDependents\":\"x\"} | string into Go struct field DeleteOptions.orphanDependents"
            + " of type bool",
        "{\"gracePeriodSeconds\":1.5} | number 1.5 into Go struct field"
            + " DeleteOptions.gracePeriodSeconds of type int64",
      })
  void deletesNothingWithOptionsOfTheWrongType(String options, String problem) {
    server.client.resource(configMap("a")).create();

    assertStatus(
        server.delete(configMaps + "/a", options),
        400,
        "BadRequest",
        "json: cannot unmarshal " + problem,
        null);
    assertEquals(200, server.get(configMaps + "/a").status());
  }

  @Test
  void finalizesOnlyTheNamespaceThatIsMeant() {
    String path = "/api/v1/namespaces/" + namespace + "/finalize";
    String spec = "\"spec\":{\"finalizers\":[\"kubernetes\",\"example.com/x\"]}}";
    String before = server.get("/api/v1/namespaces/" + namespace).at("/metadata/resourceVersion");

    assertStatus(
        server.put(path, "{\"metadata\":{\"name\":\"other\"}," + spec),
        400,
        "BadRequest",
        "the name of the object (other) does not match the name on the URL (" + namespace + ")",
        null);
    assertStatus(
        server.put(
            path,
            "{\"metadata\":{\"name\":\"" + namespace + "\",\"resourceVersion\":\"1\"}," + spec),
        409,
        "Conflict",
        "Operation cannot be fulfilled on namespaces \""
            + namespace
            + "\": the object has been modified; please apply your changes to the latest version"
            + " and try again",
        "{'name':'" + namespace + "','kind':'namespaces'}");
    TestServer.Reply bare =
        server.put(
            path,
            "{\"metadata\":{\"name\":\"" + namespace + "\"},\"spec\":{\"finalizers\":[\"bare\"]}}");
    assertEquals(422, bare.status());
    assertEquals(
        "Invalid value: \"bare\": name is neither a standard finalizer name nor is it fully"
            + " qualified",
        bare.at("/details/causes/0/message"));
    assertEquals(
        before, server.get("/api/v1/namespaces/" + namespace).at("/metadata/resourceVersion"));
  }

  @Test
  void finalizingTracksWhoDidIt() {
    String path = "/api/v1/namespaces/" + namespace + "/finalize?fieldManager=closer";
    TestServer.Reply reply =
        server.put(
            path,
            "{\"metadata\":{\"name\":\""
                + namespace
                + "\"},\"spec\":{\"finalizers\":[\"kubernetes\",\"example.com/x\"]},"
                + "\"status\":{\"phase\":\"Terminating\"}}");

    assertEquals(200, reply.status(), reply.text());
    assertEquals("example.com/x", reply.at("/spec/finalizers/1"));
    assertEquals("Active", reply.at("/status/phase"));
    boolean tracked = false;
    for (JsonNode entry : reply.json().at("/metadata/managedFields")) {
      tracked |=
          entry.path("manager").asText().equals("closer")
              && entry.path("subresource").asText().equals("finalize");
    }
    assertTrue(tracked, reply.text());
    server.put(
        path,
        "{\"metadata\":{\"name\":\""
            + namespace
            + "\"},\"spec\":{\"finalizers\":[\"kubernetes\"]}}");
  }

  @Test
  void namespacesHaveNoGracePeriod() {
    String path = "/api/v1/namespaces/held-" + namespace;
    server.post(
        "/api/v1/namespaces",
        "{\"metadata\":{\"name\":\"held-" + namespace + "\",\"finalizers\":[\"example.com/x\"]}}");

    JsonNode deleted = server.delete(path, "").json();

    assertFalse(deleted.at("/metadata/deletionTimestamp").isMissingNode());
    assertTrue(deleted.at("/metadata/deletionGracePeriodSeconds").isMissingNode());
    assertEquals("Terminating", deleted.at("/status/phase").asText());
    server.merge(path, "{\"metadata\":{\"finalizers\":null}}");
  }

  @Test
  void podsHaveNoGeneration() {
    TestServer.Reply pod = pod("p", "");

    assertEquals(201, pod.status(), pod.text());
    assertTrue(pod.json().at("/metadata/generation").isMissingNode());
  }

  @Test
  void podsNeedTheirRuntimeClass() {
    assertStatus(
        pod("p", "\"runtimeClassName\":\"none\","),
        403,
        "Forbidden",
        "pods \"p\" is forbidden: pod rejected: RuntimeClass \"none\" not found",
        "{'name':'p','kind':'pods'}");
    String name = "runtime-" + namespace;
    server.post(
        "/apis/node.k8s.io/v1/runtimeclasses",
        "{\"metadata\":{\"name\":\""
            + name
            + "\"},\"handler\":\"h\",\"overhead\":{\"podFixed\":{\"cpu\":\"10m\"}},\"scheduling\":"
            + "{\"nodeSelector\":{\"a\":\"b\"},\"tolerations\":[{\"key\":\"k\",\"operator\":\"Exists\"}]}}");

    TestServer.Reply made = pod("p", "\"runtimeClassName\":\"" + name + "\",");
    TestServer.Reply other =
        pod("q", "\"nodeSelector\":{\"a\":\"c\"},\"runtimeClassName\":\"" + name + "\",");

    assertEquals("10m", made.at("/spec/overhead/cpu"), made.text());
    assertEquals("b", made.at("/spec/nodeSelector/a"));
    assertEquals("k", made.at("/spec/tolerations/0/key"));
    assertStatus(
        other,
        403,
        "Forbidden",
        "pods \"q\" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[a] = b;"
            + " pod.spec.nodeSelector[a] = c",
        "{'name':'q','kind':'pods'}");
  }

  @Test
  void keepsEmptyTextsThatGoPointsTo() {
    String ingress = "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/ingresses";
    String slices = "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices";

    JsonNode slice =
        server
            .post(
                slices,
                "{\"metadata\":{\"name\":\"s\"},\"addressType\":\"IPv4\",\"endpoints\":"
                    + "[{\"addresses\":[\"10.0.0.1\"],\"zone\":\"\"}],\"ports\":[]}")
            .json();
    JsonNode made =
        server
            .post(
                ingress,
                "{\"metadata\":{\"name\":\"i\"},\"spec\":{\"defaultBackend\":{\"service\":"
                    + "{\"name\":\"s\",\"port\":{\"number\":80}}}}}")
            .json();

    assertEquals("\"\"", slice.at("/endpoints/0/zone").toString(), slice.toString());
    assertTrue(made.at("/spec/ingressClassName").isMissingNode(), made.toString());
  }

  @ParameterizedTest
  @CsvSource({"curl/8.5.0,'',true", "x,?pretty=true,true", "x,'',false", "curl/8,?pretty=0,false"})
  void laysAnswersOutForPeople(String agent, String query, boolean indented) {
    server.client.resource(configMap("a")).create();
    for (String path :
        new String[] {configMaps + "/a", configMaps, configMaps + "/none", "/api/v1"}) {
      TestServer.Reply reply = server.get(path + query, "User-Agent", agent);

      String text = reply.text();
      assertEquals(indented, text.startsWith("{\n  \""), text);
      assertEquals(!indented && !path.equals("/api/v1"), text.endsWith("\n"), text);
      if (indented) {
        assertEquals(server.get(path).json(), reply.json());
      }
    }
  }

  private TestServer.Reply pod(String name, String fields) {
    return server.post(
        "/api/v1/namespaces/" + namespace + "/pods",
        "{\"metadata\":{\"name\":\""
            + name
            + "\"},\"spec\":{"
            + fields
            + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
  }
}
