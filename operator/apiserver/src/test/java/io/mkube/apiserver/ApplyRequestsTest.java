package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apply requests of all sorts: other kinds, custom resources, bad input, races. */
class ApplyRequestsTest {
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: things.requests.example.com}
      spec:
        group: requests.example.com
        scope: Namespaced
        names: {plural: things, singular: thing, kind: Thing}
        versions:
        - {name: v1, served: true, storage: true, subresources: {status: {}}, schema: *SCHEMA}
        - {name: v2, served: true, storage: false, subresources: {status: {}}, schema: *SCHEMA}
      """;

  private static final String SCHEMA =
      """
      {openAPIV3Schema: {type: object, properties: {
        spec: {type: object, properties: {
          size: {type: integer, maximum: 10},
          color: {type: string, default: red},
          template: {type: object, x-kubernetes-embedded-resource: true,
            x-kubernetes-preserve-unknown-fields: true}}},
        status: {type: object, properties: {ready: {type: boolean}, seen: {type: string}}}}}}
      """;

  @TempDir static Path directory;
  private static TestServer server;
  private String namespace = "";

  @BeforeAll
  static void start() throws ApiServerException {
    server = TestServer.start(directory);
    String definition = DEFINITION.replace("*SCHEMA", SCHEMA.replace("\n", " "));
    TestServer.Reply applied =
        patch(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.requests.example.com",
            "m",
            definition);
    assertEquals(201, applied.status(), applied.text());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
  }

  @Test
  void doesNotOwnDefaultsOfCustomResources() {
    JsonNode created = patch(thing("v1"), "m", thing("v1", "size: 1")).json();
    assertEquals("red", created.at("/spec/color").asText());
    assertEquals("{\"f:spec\":{\"f:size\":{}}}", fields(created, 0));
    assertEquals("none", conflict(patch(thing("v1"), "other", thing("v1", "color: blue"))));
  }

  @Test
  void comparesEntriesOfOtherVersions() {
    patch(thing("v1"), "m", thing("v1", "size: 1, color: blue"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"m\": .spec.size",
        conflict(patch(thing("v2"), "other", thing("v2", "size: 2"))));
    JsonNode moved = patch(thing("v2"), "m", thing("v2", "size: 3")).json();
    assertEquals(
        "requests.example.com/v2", moved.at("/metadata/managedFields/0/apiVersion").asText());
    assertEquals(1, moved.at("/metadata/managedFields").size());
    assertEquals(
        "red", moved.at("/spec/color").asText(), "what is no longer said is a default again");
  }

  @Test
  void refusesAnInvalidOutcome() {
    TestServer.Reply large = patch(thing("v1"), "m", thing("v1", "size: 11"));
    assertEquals(422, large.status());
    assertTrue(large.at("/message").contains("spec.size: Invalid value: 11"), large.text());
    TestServer.Reply unknown = patch(thing("v1"), "m", thing("v1", "other: 1"));
    assertEquals(500, unknown.status());
    assertTrue(unknown.json().path("reason").isMissingNode());
    TestServer.Reply pod =
        patch(
            "/api/v1/namespaces/" + namespace + "/pods/p",
            "m",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: i}]}");
    assertEquals(422, pod.status());
    assertTrue(pod.at("/message").contains("spec.containers[0].name: Required value"), pod.text());
  }

  @Test
  void mergesEmbeddedResourcesByFields() {
    patch(thing("v1"), "a", thing("v1", embedded("x: 1")));
    JsonNode both = patch(thing("v1"), "b", thing("v1", embedded("z: 2"))).json();
    assertEquals("{\"x\":1,\"z\":2}", both.at("/spec/template/data").toString());
  }

  @Test
  void keepsStatusAndSpecApart() {
    patch(thing("v1"), "m", thing("v1", "size: 1") + "\nstatus: {ready: true}");
    JsonNode stored = server.get(thing("v1")).json();
    assertTrue(stored.path("status").isMissingNode());
    assertEquals("{\"f:spec\":{\"f:size\":{}}}", fields(stored, 0));
    JsonNode status =
        patch(
                thing("v1") + "/status",
                "m",
                "{apiVersion: requests.example.com/v1, kind: Thing, metadata: {name: t},"
                    + " spec: {size: 9}, status: {ready: true}}")
            .json();
    assertEquals(1, status.at("/spec/size").asInt());
    assertEquals("{\"f:status\":{\"f:ready\":{}}}", fields(status, 1));
    JsonNode patched =
        server
            .merge(thing("v1") + "/status?fieldManager=u", "{\"status\":{\"seen\":\"now\"}}")
            .json();
    assertEquals("{\"f:status\":{\"f:seen\":{}}}", fields(patched, 2));
    JsonNode kept = patch(thing("v1"), "m", thing("v1", "size: 2")).json();
    assertEquals("{\"ready\":true,\"seen\":\"now\"}", kept.path("status").toString());
  }

  @Test
  void identifiesPortsByTheDefaultProtocolToo() {
    String path = "/api/v1/namespaces/" + namespace + "/services/s";
    patch(path, "a", service("{port: 53}"));
    JsonNode both =
        patch(path, "b", service("{port: 53, protocol: UDP, name: u}"), "&force=true").json();
    assertEquals(422, both.path("code").asInt(), "ports need names as soon as there are two");
    JsonNode same = patch(path, "b", service("{port: 53, protocol: TCP, name: t}")).json();
    assertEquals(1, same.at("/spec/ports").size(), same.toString());
    assertEquals("t", same.at("/spec/ports/0/name").asText());
  }

  @Test
  void appliesNamespacesAndMissingOnesAreTold() {
    TestServer.Reply created =
        patch(
            "/api/v1/namespaces/" + namespace + "-x",
            "m",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: "
                + namespace
                + "-x, labels: {a: b}}");
    assertEquals(201, created.status(), created.text());
    assertEquals("{\"f:metadata\":{\"f:labels\":{\"f:a\":{}}}}", fields(created.json(), 0));
    TestServer.Reply missing =
        patch("/api/v1/namespaces/none/configmaps/c", "m", configMap("x: '1'"));
    assertEquals(404, missing.status());
    assertEquals("namespaces \"none\" not found", missing.at("/message"));
  }

  @Test
  void refusesWhatIsNoConfiguration() {
    String path = "/api/v1/namespaces/" + namespace + "/configmaps/c";
    for (String body :
        new String[] {"", "[]", "a: [", "\t:", "{\"a\":", "&a [*a]", "kind: ConfigMap"}) {
      TestServer.Reply reply = patch(path, "m", body);
      assertEquals(400, reply.status(), body + " " + reply.text());
      assertEquals("BadRequest", reply.at("/reason"));
    }
    TestServer.Reply warned =
        patch(
            path,
            "m",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '1', a: '2'}");
    assertEquals(201, warned.status());
    assertEquals("299 - \"line 4: key \\\"a\\\" already set in map\"", warned.header("Warning"));
    assertEquals("2", warned.at("/data/a"));
  }

  @Test
  void sendsNoEventWhenNothingChanges() {
    String path = "/api/v1/namespaces/" + namespace + "/configmaps/c";
    String revision = patch(path, "m", configMap("x: '1'")).at("/metadata/resourceVersion");
    try (TestServer.Events events =
        server.watch(
            "/api/v1/namespaces/"
                + namespace
                + "/configmaps?watch=true&fieldSelector=metadata.name%3Dc"
                + "&resourceVersion="
                + revision)) {
      patch(path, "m", configMap("x: '1'"));
      patch(path, "m", configMap("x: '2'"));
      assertEquals("2", events.next().at("/object/data/x").asText());
    }
  }

  @Test
  void acceptsManagedFieldsThatClientsSendBack() {
    String path = "/api/v1/namespaces/" + namespace + "/configmaps/c";
    ObjectNode stored = (ObjectNode) patch(path, "m", configMap("x: '1'")).json();
    ObjectNode changed = stored.deepCopy();
    changed.withObject("/data").put("y", "2");
    JsonNode updated = server.put(path + "?fieldManager=u", changed.toString()).json();
    assertEquals("{\"f:data\":{\"f:x\":{}}}", fields(updated, 0));
    assertEquals("{\"f:data\":{\"f:y\":{}}}", fields(updated, 1));
    ObjectNode broken = (ObjectNode) updated;
    ((ObjectNode) broken.at("/metadata/managedFields/0"))
        .putObject("fieldsV1")
        .putObject("nonsense");
    JsonNode kept = server.put(path + "?fieldManager=u", broken.toString()).json();
    assertEquals("{\"f:data\":{\"f:x\":{}}}", fields(kept, 0));
  }

  @Test
  void createsOnceWhenManyApplyTheSameObject() throws Exception {
    String path = "/api/v1/namespaces/" + namespace + "/configmaps/c";
    AtomicInteger created = new AtomicInteger();
    AtomicInteger changed = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(16);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        int manager = i;
        clients.execute(
            () -> {
              int status = patch(path, "m" + manager, configMap("k" + manager + ": v")).status();
              (status == 201 ? created : changed).addAndGet(status == 201 || status == 200 ? 1 : 0);
              done.countDown();
            });
      }
      done.await();
    }
    assertEquals(1, created.get());
    assertEquals(15, changed.get());
    JsonNode object = server.get(path).json();
    assertEquals(16, object.path("data").size());
    assertEquals(16, object.at("/metadata/managedFields").size());
  }

  private static String fields(JsonNode object, int entry) {
    return object.at("/metadata/managedFields/" + entry + "/fieldsV1").toString();
  }

  private static String conflict(TestServer.Reply reply) {
    return reply.status() == 409 ? reply.at("/message") : "none";
  }

  private static String embedded(String data) {
    return "template: {apiVersion: v1, kind: ConfigMap, metadata: {name: e}, data: {" + data + "}}";
  }

  private static String configMap(String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {" + data + "}";
  }

  private static String service(String port) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [" + port + "]}";
  }

  private static String thing(String version, String spec) {
    return "apiVersion: requests.example.com/"
        + version
        + "\nkind: Thing\nmetadata: {name: t}\nspec: {"
        + spec
        + "}";
  }

  private String thing(String version) {
    return "/apis/requests.example.com/" + version + "/namespaces/" + namespace + "/things/t";
  }

  private static TestServer.Reply patch(String path, String manager, String body) {
    return patch(path, manager, body, "");
  }

  private static TestServer.Reply patch(String path, String manager, String body, String options) {
    return server.send(
        "PATCH", path + "?fieldManager=" + manager + options, "application/apply-patch+yaml", body);
  }
}
