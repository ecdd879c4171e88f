package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, by which door, and what the server tells about that. */
class AccessTest {
  @TempDir static Path directory;
  private static TestServer server;
  private static HttpClient nobody;

  @BeforeAll
  static void start() throws Exception {
    Path tokens = directory.resolve("tokens.csv");
    Files.writeString(
        tokens,
        """
        # comment
        admin-token,alice,1,"system:masters,ops"
        plain-token,bob,2
        """);
    server =
        TestServer.start(
            directory.resolve("data"), config -> config.withTokenFile(tokens).withHttpPort(0));
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustEveryone()}, new SecureRandom());
    nobody = HttpClient.newBuilder().sslContext(trusting).build();
  }

  @AfterAll
  static void stop() {
    nobody.shutdownNow();
    server.close();
  }

  private static TestServer.Reply as(String token, String path) throws Exception {
    HttpRequest.Builder request = server.request(path);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return new TestServer.Reply(nobody.send(request.build(), BodyHandlers.ofByteArray()));
  }

  private static TestServer.Reply plain(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.server.httpPort().getAsInt() + path);
    return new TestServer.Reply(
        nobody.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()));
  }

  @Test
  void refusesWhoeverHasNoCredentials() throws Exception {
    assertEquals(401, as("wrong", "/api/v1/pods").status());
    assertEquals("Unauthorized", as("wrong", "/api/v1/pods").at("/message"));
    assertEquals(403, as("", "/api/v1/pods").status());
    assertEquals(
        "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group"
            + " \"\" at the cluster scope",
        as("", "/api/v1/pods").at("/message"));
    assertEquals(
        "forbidden: User \"system:anonymous\" cannot get path \"/apis\"",
        as("", "/apis").at("/message"));
    assertEquals(403, as("", "/nothing").status());
    assertEquals(403, as("", "/metrics").status());
  }

  @Test
  void tellsEverybodyItsHealthAndVersion() throws Exception {
    assertEquals("ok", as("", "/healthz").text());
    assertEquals("1", as("", "/version").at("/major"));
  }

  @Test
  void knowsBearersOfTokens() throws Exception {
    assertEquals(200, as("admin-token", "/api/v1/pods").status());
  }

  @Test
  void letsOthersOnlyAskAboutThemselves() throws Exception {
    TestServer.Reply pods = as("plain-token", "/api/v1/namespaces/default/pods");

    assertEquals(403, pods.status());
    assertEquals(
        "pods is forbidden: User \"bob\" cannot list resource \"pods\" in API group \"\" in the"
            + " namespace \"default\"",
        pods.at("/message"));
    assertEquals(200, as("plain-token", "/apis").status());
  }

  @Test
  void tellsWhoOneIs() {
    TestServer.Reply reply = server.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");

    assertEquals(201, reply.status());
    assertEquals("mkube-admin", reply.at("/status/userInfo/username"));
    assertEquals("system:masters", reply.at("/status/userInfo/groups/0"));
    String credential =
        reply.at("/status/userInfo/extra/authentication.kubernetes.io~1credential-id/0");
    assertTrue(credential.matches("X509SHA256=[0-9a-f]{64}"), credential);
  }

  @Test
  void tellsWhatOneMayDo() {
    TestServer.Reply access =
        server.post(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "{\"spec\":{\"resourceAttributes\":{\"verb\":\"create\",\"resource\":\"pods\"}}}");
    TestServer.Reply rules =
        server.post(
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
            "{\"spec\":{\"namespace\":\"default\"}}");
    TestServer.Reply other =
        server.post(
            "/apis/authorization.k8s.io/v1/subjectaccessreviews",
            "{\"spec\":{\"user\":\"bob\",\"resourceAttributes\":{\"verb\":\"create\","
                + "\"resource\":\"pods\"}}}");

    assertTrue(access.json().at("/status/allowed").asBoolean(), access.text());
    assertEquals("*", rules.at("/status/resourceRules/0/verbs/0"));
    assertFalse(other.json().at("/status/allowed").asBoolean(true));
  }

  @Test
  void asksOfReviewsWhatKubernetesAsks() {
    String here = "/apis/authorization.k8s.io/v1/namespaces/foo/localsubjectaccessreviews";
    String all = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
    String attributes = "'verb':'list','resource':'pods'";

    assertEquals(
        ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes.namespace: Invalid value:"
            + " \"bar\": must match metadata.namespace",
        refused(here, "'user':'u','resourceAttributes':{" + attributes + ",'namespace':'bar'}"));
    assertEquals(
        ".authorization.k8s.io \"\" is invalid: spec.nonResourceAttributes: Invalid value:"
            + " authorization.NonResourceAttributes{Path:\"/x\", Verb:\"get\"}: disallowed on this"
            + " kind of request",
        refused(here, "'user':'u','nonResourceAttributes':{'path':'/x','verb':'get'}"));
    assertEquals(
        ".authorization.k8s.io \"\" is invalid: [spec.resourceAttributes: Invalid value: \"null\":"
            + " exactly one of nonResourceAttributes or resourceAttributes must be specified,"
            + " spec.user: Invalid value: \"\": at least one of user or group must be specified]",
        refused(all, ""));
    assertEquals(
        ".authorization.k8s.io \"\" is invalid:"
            + " spec.resourceAttributes.fieldSelector.rawSelector: Invalid value: \"a=b\": may not"
            + " specified at the same time as requirements",
        refused(
            all,
            "'user':'u','resourceAttributes':{"
                + attributes
                + ",'fieldSelector':{'rawSelector':'a=b','requirements':[{'key':'a',"
                + "'operator':'Later'}]}}"));
    TestServer.Reply named =
        server.post(
            all,
            "{'metadata':{'name':'x'},'spec':{'user':'u','resourceAttributes':{'verb':'list'}}}"
                .replace('\'', '"'));
    assertEquals(422, named.status(), named.text());
    assertTrue(named.at("/message").contains("metadata: Invalid value: v1.ObjectMeta{Name:\"x\","));
    assertTrue(named.at("/message").endsWith("}: must be empty"), named.text());
  }

  private static String refused(String path, String spec) {
    TestServer.Reply reply = server.post(path, ("{'spec':{" + spec + "}}").replace('\'', '"'));
    assertEquals(422, reply.status(), reply.text());
    return reply.at("/message");
  }

  @Test
  void reviewsTokens() {
    String path = "/apis/authentication.k8s.io/v1/tokenreviews";

    TestServer.Reply good = server.post(path, "{\"spec\":{\"token\":\"plain-token\"}}");
    TestServer.Reply bad = server.post(path, "{\"spec\":{\"token\":\"wrong\"}}");

    assertEquals("bob", good.at("/status/user/username"));
    assertFalse(good.text().contains("plain-token"));
    assertTrue(bad.json().at("/status/authenticated").isMissingNode());
  }

  @Test
  void servesHealthAndMetricsButNothingElseOverPlainHttp() throws Exception {
    assertEquals("ok", plain("/readyz").text());
    assertTrue(plain("/readyz?verbose").text().contains("[+]store ok"));
    assertEquals("ok", plain("/livez/ping").text());
    assertTrue(plain("/metrics").text().contains("apiserver_storage_objects{"));
    assertEquals(404, plain("/api").status());
    assertEquals(404, plain("/version").status());
    assertEquals(404, plain("/api/v1/secrets").status());
  }

  @Test
  void servesTheApiOverPlainHttpOnlyWhenToldToAndOnlyWithCredentials(@TempDir Path other)
      throws Exception {
    Path tokens = Files.writeString(other.resolve("tokens"), "t,alice,1,\"system:masters\"\n");
    try (TestServer insecure =
        TestServer.start(
            other.resolve("data"), config -> config.withTokenFile(tokens).withInsecureApi())) {
      URI pods =
          URI.create("http://127.0.0.1:" + insecure.server.httpPort().getAsInt() + "/api/v1/pods");
      HttpRequest request = HttpRequest.newBuilder(pods).build();
      HttpRequest alice = HttpRequest.newBuilder(pods).header("Authorization", "Bearer t").build();
      assertEquals(403, nobody.send(request, BodyHandlers.ofByteArray()).statusCode());
      assertEquals(200, nobody.send(alice, BodyHandlers.ofByteArray()).statusCode());
    }
    ApiServerConfig everywhere =
        ApiServerConfig.of(other).withListenAddresses(List.of(InetAddress.getByName("0.0.0.0")));
    assertThrows(IllegalArgumentException.class, everywhere::withInsecureApi);
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ApiServerException failure =
          assertThrows(
              ApiServerException.class,
              () ->
                  TestServer.start(
                      directory.resolve("other"), config -> config.withPort(taken.getLocalPort())));

      assertTrue(
          String.valueOf(failure.getMessage()).contains("port " + taken.getLocalPort()),
          failure.getMessage());
      assertFalse(String.valueOf(failure.getMessage()).contains("\n"));
    }
  }

  @Test
  void writesAKubeconfigOnlyOverItsOwn() throws Exception {
    Path ours = directory.resolve("kube config");
    Path foreign = directory.resolve("foreign");
    Files.writeString(foreign, "current-context: production\n");

    server.server.writeKubeconfig(ours);
    server.server.writeKubeconfig(ours);
    assertThrows(FileAlreadyExistsException.class, () -> server.server.writeKubeconfig(foreign));

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)));
    assertEquals("current-context: production\n", Files.readString(foreign));
  }

  private static final class TrustEveryone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
