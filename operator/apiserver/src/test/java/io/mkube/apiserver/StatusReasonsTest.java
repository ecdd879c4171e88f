package io.mkube.apiserver;

import static io.mkube.apiserver.ExpectedStatus.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Status reason over the wire: the whole body as kube-apiserver writes it. */
class StatusReasonsTest {
  private static final String JSON = "application/json";

  @TempDir static Path directory;
  private static TestServer server;
  private String namespace = "";
  private String configMaps = "";
  private String pods = "";

  @BeforeAll
  static void start() throws ApiServerException {
    server =
        TestServer.start(directory, config -> config.withBodyLimit(64 << 10).withWatchHistory(16));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
    configMaps = "/api/v1/namespaces/" + namespace + "/configmaps";
    pods = "/api/v1/namespaces/" + namespace + "/pods";
  }

  private static TestServer.Reply as(String user, String path) {
    return server.get(path, "Impersonate-User", user);
  }

  private TestServer.Reply configMap(String name) {
    return server.post(configMaps, "{\"metadata\":{\"name\":\"" + name + "\"}}");
  }

  /** Clients compare the text, so the order of fields and the line end count. */
  @Test
  void hasTheFormThatGoWrites() {
    assertEquals(201, configMap("twice").status());

    assertEquals(
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"configmaps"
            + " \\\"twice\\\" already"
            + " exists\",\"reason\":\"AlreadyExists\",\"details\":{\"name\":\"twice\",\"kind\":\"configmaps\"},\"code\":409}\n",
        configMap("twice").text());
  }

  @Test
  void badRequest() {
    assertStatus(
        server.post(configMaps, "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}"),
        400,
        "BadRequest",
        "Pod in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Pod) to"
            + " (core.ConfigMap): unknown conversion",
        null);
    assertStatus(
        server.get(configMaps + "?fieldSelector=data.a%3Db"),
        400,
        "BadRequest",
        "\"data.a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
        null);
  }

  @Test
  void unauthorized() throws Exception {
    HttpRequest request =
        server.request("/api/v1/pods").header("Authorization", "Bearer nobodys").build();
    try (HttpClient nobody = HttpClient.newBuilder().sslContext(trusting()).build()) {
      assertStatus(
          new TestServer.Reply(nobody.send(request, BodyHandlers.ofByteArray())),
          401,
          "Unauthorized",
          "Unauthorized",
          null);
    }
  }

  /** Trusts the server's authority, and has no certificate of its own. */
  private static SSLContext trusting() throws Exception {
    Config config = Config.fromKubeconfig(server.server.adminKubeconfig());
    config.setClientCertData(null);
    config.setClientKeyData(null);
    return SSLUtils.sslContext(config);
  }

  @Test
  void forbidden() {
    assertStatus(
        as("jane", configMaps + "/a"),
        403,
        "Forbidden",
        "configmaps \"a\" is forbidden: User \"jane\" cannot get resource \"configmaps\" in API"
            + " group \"\" in the namespace \""
            + namespace
            + "\"",
        "{'name':'a','kind':'configmaps'}");
    assertStatus(
        as("jane", "/apis/apps/v1/deployments"),
        403,
        "Forbidden",
        "deployments.apps is forbidden: User \"jane\" cannot list resource \"deployments\" in API"
            + " group \"apps\" at the cluster scope",
        "{'group':'apps','kind':'deployments'}");
    assertStatus(
        as("jane", "/metrics"),
        403,
        "Forbidden",
        "forbidden: User \"jane\" cannot get path \"/metrics\"",
        "{}");
  }

  @Test
  void forbiddenWhileTheNamespaceEnds() {
    server.post(
        configMaps, "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.com/wait\"]}}");
    assertEquals(200, server.delete("/api/v1/namespaces/" + namespace, "").status());

    assertStatus(
        configMap("b"),
        403,
        "Forbidden",
        "configmaps \"b\" is forbidden: unable to create new content in namespace "
            + namespace
            + " because it is being terminated",
        "{'name':'b','kind':'configmaps','causes':[{'reason':'NamespaceTerminating','message':"
            + "'namespace "
            + namespace
            + " is being terminated','field':'metadata.namespace'}]}");
  }

  @Test
  void notFound() {
    assertStatus(
        server.get(configMaps + "/none"),
        404,
        "NotFound",
        "configmaps \"none\" not found",
        "{'name':'none','kind':'configmaps'}");
    assertStatus(
        server.get("/apis/apps/v1/namespaces/" + namespace + "/deployments/none"),
        404,
        "NotFound",
        "deployments.apps \"none\" not found",
        "{'name':'none','group':'apps','kind':'deployments'}");
    assertStatus(
        server.post("/api/v1/namespaces/none/configmaps", "{\"metadata\":{\"name\":\"a\"}}"),
        404,
        "NotFound",
        "namespaces \"none\" not found",
        "{'name':'none','kind':'namespaces'}");
    assertStatus(
        server.get("/api/v1/nothing"),
        404,
        "NotFound",
        "the server could not find the requested resource",
        "{}");
  }

  @Test
  void methodNotAllowed() {
    String message = "the server does not allow this method on the requested resource";
    String reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    assertStatus(server.get(reviews), 405, "MethodNotAllowed", message, "{}");
    assertStatus(server.put("/api/v1/namespaces", "{}"), 405, "MethodNotAllowed", message, "{}");
    assertStatus(server.delete(pods + "/x/log", ""), 405, "MethodNotAllowed", message, "{}");
  }

  @Test
  void notAcceptable() {
    assertStatus(
        server.get(configMaps, "Accept", "image/png"),
        406,
        "NotAcceptable",
        "only the following media types are accepted: application/json, application/yaml,"
            + " application/vnd.kubernetes.protobuf",
        null);
  }

  @Test
  void alreadyExists() {
    configMap("a");
    assertStatus(
        configMap("a"),
        409,
        "AlreadyExists",
        "configmaps \"a\" already exists",
        "{'name':'a','kind':'configmaps'}");
  }

  @Test
  void conflict() {
    String uid = configMap("a").at("/metadata/uid");
    assertStatus(
        server.put(configMaps + "/a", "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"1\"}}"),
        409,
        "Conflict",
        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please"
            + " apply your changes to the latest version and try again",
        "{'name':'a','kind':'configmaps'}");
    assertStatus(
        server.delete(configMaps + "/a", "{\"preconditions\":{\"uid\":\"other\"}}"),
        409,
        "Conflict",
        "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (other)"
            + " does not match the UID in record ("
            + uid
            + "). The object might have been deleted and then recreated",
        "{'name':'a','kind':'ConfigMap'}");
    String revision = server.get(configMaps + "/a").at("/metadata/resourceVersion");
    assertStatus(
        server.delete(configMaps + "/a", "{\"preconditions\":{\"resourceVersion\":\"abc\"}}"),
        409,
        "Conflict",
        "Operation cannot be fulfilled on ConfigMap \"a\": the ResourceVersion in the precondition"
            + " (abc) does not match the ResourceVersion in record ("
            + revision
            + "). The object might have been modified",
        "{'name':'a','kind':'ConfigMap'}");
  }

  @Test
  void conflictOfAnApply() {
    apply("one", "a");
    assertStatus(
        apply("two", "b"),
        409,
        "Conflict",
        "Apply failed with 1 conflict: conflict with \"one\": .data.k",
        "{'causes':[{'reason':'FieldManagerConflict','message':'conflict with \\'one\\'',"
                .replace("\\'", "\\\"")
            + "'field':'.data.k'}]}");
  }

  private TestServer.Reply apply(String manager, String value) {
    return server.send(
        "PATCH",
        configMaps + "/s?fieldManager=" + manager,
        "application/apply-patch+yaml",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"s\"},"
            + "\"data\":{\"k\":\""
            + value
            + "\"}}");
  }

  @Test
  void requestEntityTooLarge() {
    String body = "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"" + "x".repeat(70_000) + "\"}}";
    assertStatus(
        server.post(configMaps, body),
        413,
        "RequestEntityTooLarge",
        "Request entity too large: limit is 65536",
        null);
  }

  @Test
  void unsupportedMediaType() {
    assertStatus(
        server.send("POST", configMaps, "text/csv", "a"),
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json, application/yaml, application/vnd.kubernetes.protobuf",
        null);
    configMap("a");
    assertStatus(
        server.send("PATCH", configMaps + "/a", JSON, "{}"),
        415,
        "UnsupportedMediaType",
        "415: Unsupported Media Type",
        "{}");
  }

  @Test
  void invalid() {
    assertStatus(
        server.post(
            "/apis/apps/v1/namespaces/" + namespace + "/deployments",
            "{'metadata':{'name':'d'},'spec':{'replicas':-1,'selector':{'matchLabels':{'a':'b'}},"
                    .replace('\'', '"')
                + "'template':{'metadata':{'labels':{'a':'c'}},'spec':{'containers':[{'name':'c',"
                    .replace('\'', '"')
                + "'image':'i'}]}}}}".replace('\'', '"')),
        422,
        "Invalid",
        "Deployment.apps \"d\" is invalid: [spec.replicas: Invalid value: -1: must be greater than"
            + " or equal to 0, spec.template.metadata.labels: Invalid value:"
            + " map[string]string{\"a\":\"c\"}: `selector` does not match template `labels`]",
        """
        {"name":"d","group":"apps","kind":"Deployment","causes":[
          {"reason":"FieldValueInvalid",
           "message":"Invalid value: -1: must be greater than or equal to 0",
           "field":"spec.replicas"},
          {"reason":"FieldValueInvalid","message":"Invalid value: map[string]string{\\"a\\":\\"c\\"}: \
        `selector` does not match template `labels`","field":"spec.template.metadata.labels"}]}
        """);
    configMap("a");
    assertStatus(
        server.send(
            "PATCH",
            configMaps + "/a",
            "application/json-patch+json",
            "[{\"op\":\"remove\",\"path\":\"/data/none\"}]"),
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        "{}");
  }

  @Test
  void tooManyRequestsOfAnEviction() {
    server.post(
        "/apis/policy/v1/namespaces/" + namespace + "/poddisruptionbudgets",
        "{\"metadata\":{\"name\":\"all\"},\"spec\":{\"minAvailable\":1,\"selector\":"
            + "{\"matchLabels\":{\"a\":\"b\"}}}}");
    server.merge(
        "/apis/policy/v1/namespaces/" + namespace + "/poddisruptionbudgets/all/status",
        "{\"status\":{\"observedGeneration\":1,\"disruptionsAllowed\":0,\"desiredHealthy\":1,"
            + "\"currentHealthy\":1,\"expectedPods\":1}}");
    server.post(
        pods,
        "{\"metadata\":{\"name\":\"p\",\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":"
            + "[{\"name\":\"c\",\"image\":\"i\"}]}}");
    server.merge(
        pods + "/p/status",
        "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":"
            + "\"True\"}]}}");

    assertStatus(
        server.post(
            pods + "/p/eviction",
            "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"p\"}}"),
        429,
        "TooManyRequests",
        "Cannot evict pod as it would violate the pod's disruption budget.",
        "{'causes':[{'reason':'DisruptionBudget','message':'The disruption budget all needs 1"
            + " healthy pods and has 1 currently'}]}");
  }

  @Test
  void expired() {
    for (int i = 0; i < 40; i++) {
      configMap("c" + i);
    }
    try (TestServer.Events events = server.watch(configMaps + "?watch=1&resourceVersion=1")) {
      JsonNode event = events.next();
      assertEquals("ERROR", event.path("type").asText());
      JsonNode status = event.path("object");
      assertEquals(410, status.path("code").asInt());
      assertEquals("Expired", status.path("reason").asText());
      assertEquals(Optional.empty(), Optional.ofNullable(status.get("details")));
      String message = status.path("message").asText();
      assertEquals("too old resource version: 1 (N)", message.replaceAll("\\(\\d+\\)", "(N)"));
    }
  }

  @Test
  void timeout() {
    TestServer.Reply reply = server.get(configMaps + "?resourceVersion=999999");
    String current = reply.at("/message").replaceAll(".*current: ", "");
    assertStatus(
        reply,
        504,
        "Timeout",
        "Timeout: Too large resource version: 999999, current: " + current,
        "{'causes':[{'reason':'ResourceVersionTooLarge','message':'Too large resource version'}],"
            + "'retryAfterSeconds':1}");
  }
}
