package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of service accounts: asked for, used, and no longer valid. */
class ServiceAccountTest {
  private static final String TOKEN_REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
  @TempDir static Path directory;
  private static final MovingClock CLOCK = new MovingClock();
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(directory, config -> config.withClock(CLOCK));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Reply request(String namespace, String spec) {
    return server.post(
        "/api/v1/namespaces/" + namespace + "/serviceaccounts/default/token",
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":"
            + spec
            + "}");
  }

  private static String token(String namespace, String spec) {
    TestServer.Reply reply = request(namespace, spec);
    assertEquals(201, reply.status(), reply.text());
    return reply.at("/status/token");
  }

  private static String namespace() {
    String namespace = server.namespace();
    await()
        .until(
            () ->
                server.get("/api/v1/namespaces/" + namespace + "/serviceaccounts/default").status()
                    == 200);
    return namespace;
  }

  private static TestServer.Reply whoIs(String token) {
    return server.send(
        server
            .request("/apis/authentication.k8s.io/v1/selfsubjectreviews")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build());
  }

  private static JsonNode claims(String token) throws Exception {
    return TestServer.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }

  private static String pod(String namespace, String name) {
    TestServer.Reply pod =
        server.post(
            "/api/v1/namespaces/" + namespace + "/pods",
            """
            {"metadata":{"name":"%s"},"spec":{"containers":[{"name":"c","image":"i"}]}}
            """
                .formatted(name));
    assertEquals(201, pod.status(), pod.text());
    return pod.at("/metadata/uid");
  }

  @Test
  void issuesATokenThatNamesItsAccount() throws Exception {
    String namespace = namespace();
    TestServer.Reply issued = request(namespace, "{\"expirationSeconds\":3600}");
    String token = issued.at("/status/token");
    TestServer.Reply who = whoIs(token);

    assertEquals("TokenRequest", issued.at("/kind"));
    assertEquals(CLOCK.now.plusSeconds(3600).toString(), issued.at("/status/expirationTimestamp"));
    assertEquals(
        "system:serviceaccount:" + namespace + ":default", who.at("/status/userInfo/username"));
    assertEquals("system:serviceaccounts", who.at("/status/userInfo/groups/0"));
    assertEquals("system:serviceaccounts:" + namespace, who.at("/status/userInfo/groups/1"));
    assertEquals("system:authenticated", who.at("/status/userInfo/groups/2"));
    JsonNode claims = claims(token);
    assertEquals("https://kubernetes.default.svc.cluster.local", claims.path("iss").asText());
    assertEquals(claims.path("iss"), claims.path("aud").path(0));
    assertEquals(namespace, claims.path("kubernetes.io").path("namespace").asText());
    assertEquals(
        "JTI=" + claims.path("jti").asText(),
        who.json()
            .at("/status/userInfo/extra")
            .path("authentication.kubernetes.io/credential-id")
            .path(0)
            .asText());
  }

  @Test
  void extendsTheTokenThatVolumesAskFor() throws Exception {
    String namespace = namespace();
    String uid = pod(namespace, "mounted");
    String reference =
        "\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"mounted\",\"uid\":\""
            + uid
            + "\"}";
    TestServer.Reply issued = request(namespace, "{\"expirationSeconds\":3607," + reference + "}");
    JsonNode claims = claims(issued.at("/status/token"));
    long now = CLOCK.now.getEpochSecond();

    assertEquals(CLOCK.now.plusSeconds(3607).toString(), issued.at("/status/expirationTimestamp"));
    assertEquals(now + Duration.ofDays(365).toSeconds(), claims.path("exp").asLong());
    assertEquals(now + 3607, claims.at("/kubernetes.io/warnafter").asLong());
    for (String other :
        new String[] {
          "{\"expirationSeconds\":3607}",
          "{\"expirationSeconds\":3608," + reference + "}",
          "{\"expirationSeconds\":3607,\"audiences\":[\"vault\"]," + reference + "}"
        }) {
      JsonNode usual = claims(token(namespace, other));

      assertTrue(usual.path("exp").asLong() <= now + 3608, other);
      assertTrue(usual.at("/kubernetes.io/warnafter").isMissingNode(), other);
    }
  }

  @Test
  void givesTheTokenOnlyWhatRolesGive() {
    String namespace = namespace();
    String token = token(namespace, "{}");

    TestServer.Reply refused =
        server.get("/api/v1/namespaces/" + namespace + "/pods", "Authorization", "Bearer " + token);

    assertEquals(403, refused.status());
    assertEquals(
        "pods is forbidden: User \"system:serviceaccount:"
            + namespace
            + ":default\" cannot list"
            + " resource \"pods\" in API group \"\" in the namespace \""
            + namespace
            + "\"",
        refused.at("/message"));
  }

  @Test
  void refusesTimesThatNoTokenMayHave() {
    TestServer.Reply brief = request(namespace(), "{\"expirationSeconds\":599}");
    TestServer.Reply endless = request("default", "{\"expirationSeconds\":4294967297}");

    assertEquals(422, brief.status());
    assertEquals(
        "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value:"
            + " 599: may not specify a duration less than 10 minutes",
        brief.at("/message"));
    assertEquals(422, endless.status());
  }

  @Test
  void refusesRequestsForAnotherAccount() {
    String path = "/api/v1/namespaces/" + namespace() + "/serviceaccounts/default/token";

    TestServer.Reply name = server.post(path, "{\"metadata\":{\"name\":\"other\"}}");
    TestServer.Reply place = server.post(path, "{\"metadata\":{\"namespace\":\"other\"}}");

    assertEquals(422, name.status(), name.text());
    assertEquals(
        "TokenRequest.authentication.k8s.io \"default\" is invalid: metadata.name: Invalid value:"
            + " \"other\": must match the service account name if specified",
        name.at("/message"));
    assertEquals(400, place.status(), place.text());
  }

  @Test
  void warnsOfAnAnnotationThatIsOutOfUse() {
    TestServer.Reply reply =
        server.post(
            "/api/v1/namespaces/" + server.namespace() + "/serviceaccounts",
            """
            {"metadata":{"name":"a","annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}}}
            """);

    assertTrue(reply.header("Warning").contains("deprecated in v1.32+"), reply.header("Warning"));
  }

  @Test
  void knowsNoTokensOfMissingAccounts() {
    TestServer.Reply reply =
        server.post("/api/v1/namespaces/default/serviceaccounts/none/token", "{\"spec\":{}}");

    assertEquals(404, reply.status());
    assertEquals("serviceaccounts \"none\" not found", reply.at("/message"));
  }

  @Test
  void takesOnlyTokensThatAreMeantForIt() {
    String namespace = namespace();
    String other = token(namespace, "{\"audiences\":[\"vault\"]}");

    assertEquals(401, whoIs(other).status());
    TestServer.Reply review =
        server.post(
            TOKEN_REVIEWS,
            "{\"spec\":{\"token\":\"" + other + "\",\"audiences\":[\"vault\",\"x\"]}}");
    assertTrue(review.json().at("/status/authenticated").asBoolean(), review.text());
    assertEquals("[\"vault\"]", review.json().at("/status/audiences").toString());
    assertTrue(
        server
            .post(TOKEN_REVIEWS, "{\"spec\":{\"token\":\"" + other + "\"}}")
            .json()
            .at("/status/authenticated")
            .isMissingNode());
  }

  @Test
  void endsATokenWithItsTime() {
    String token = token(namespace(), "{\"expirationSeconds\":600}");
    Instant before = CLOCK.now;
    try {
      CLOCK.now = before.plus(Duration.ofSeconds(650));
      assertEquals(201, whoIs(token).status());
      CLOCK.now = before.plus(Duration.ofSeconds(661));
      assertEquals(401, whoIs(token).status());
      CLOCK.now = before.minus(Duration.ofSeconds(61));
      assertEquals(401, whoIs(token).status());
    } finally {
      CLOCK.now = before;
    }
  }

  @Test
  void endsATokenWithItsPod() throws Exception {
    String namespace = namespace();
    String uid = pod(namespace, "p");
    String reference = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\"%s}";
    TestServer.Reply wrong =
        request(
            namespace, "{\"boundObjectRef\":" + reference.formatted(",\"uid\":\"other\"") + "}");
    String token = token(namespace, "{\"boundObjectRef\":" + reference.formatted("") + "}");

    assertEquals(409, wrong.status(), wrong.text());
    assertEquals(uid, claims(token).at("/kubernetes.io/pod/uid").asText());
    assertEquals(
        "p",
        whoIs(token)
            .json()
            .at("/status/userInfo/extra")
            .path("authentication.kubernetes.io/pod-name")
            .path(0)
            .asText());
    server.delete("/api/v1/namespaces/" + namespace + "/pods/p", "{\"gracePeriodSeconds\":0}");
    assertEquals(401, whoIs(token).status());
    pod(namespace, "p");
    assertEquals(401, whoIs(token).status());
  }

  @Test
  void endsATokenWithItsAccountEvenIfTheNameComesAgain() {
    String namespace = namespace();
    String accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts";
    String token = token(namespace, "{}");
    server.delete(accounts + "/default", "{}");
    await().until(() -> server.get(accounts + "/default").status() == 200);

    assertEquals(401, whoIs(token).status());
  }

  @Test
  void refusesToBindToWhatDoesNotExist() {
    TestServer.Reply missing =
        request(namespace(), "{\"boundObjectRef\":{\"kind\":\"Secret\",\"name\":\"none\"}}");
    TestServer.Reply kind =
        request("default", "{\"boundObjectRef\":{\"kind\":\"ConfigMap\",\"name\":\"none\"}}");

    assertEquals(404, missing.status());
    assertEquals("secrets \"none\" not found", missing.at("/message"));
    assertEquals(400, kind.status());
  }

  @Test
  void fillsSecretsWithTokens() {
    String namespace = namespace();
    String secrets = "/api/v1/namespaces/" + namespace + "/secrets";
    TestServer.Reply created =
        server.post(
            secrets,
            """
            {"metadata":{"name":"t","annotations":{"kubernetes.io/service-account.name":"default"}},
             "type":"kubernetes.io/service-account-token"}
            """);
    assertEquals(201, created.status(), created.text());
    await().until(() -> !server.get(secrets + "/t").at("/data/token").isEmpty());
    TestServer.Reply filled = server.get(secrets + "/t");
    String token = decode(filled.at("/data/token"));

    assertEquals(namespace, decode(filled.at("/data/namespace")));
    assertTrue(decode(filled.at("/data/ca.crt")).startsWith("-----BEGIN CERTIFICATE-----"));
    assertEquals(
        "system:serviceaccount:" + namespace + ":default",
        whoIs(token).at("/status/userInfo/username"));
    server.delete(secrets + "/t", "{}");
    assertEquals(401, whoIs(token).status());
  }

  @Test
  void removesSecretsOfAccountsThatDoNotExist() {
    String namespace = namespace();
    String secrets = "/api/v1/namespaces/" + namespace + "/secrets";
    TestServer.Reply created =
        server.post(
            secrets,
            """
            {"metadata":{"name":"t","annotations":{"kubernetes.io/service-account.name":"none"}},
             "type":"kubernetes.io/service-account-token"}
            """);
    assertEquals(201, created.status(), created.text());

    await().until(() -> server.get(secrets + "/t").status() == 404);
  }

  @Test
  void tellsOthersHowToCheckTokens() throws Exception {
    String token = token(namespace(), "{}");
    TestServer.Reply configuration =
        server.get("/.well-known/openid-configuration", "Authorization", "Bearer " + token);
    TestServer.Reply keys = server.get("/openid/v1/jwks", "Authorization", "Bearer " + token);

    assertEquals(claims(token).path("iss").asText(), configuration.at("/issuer"));
    assertTrue(configuration.at("/jwks_uri").endsWith("/openid/v1/jwks"), configuration.text());
    assertEquals("application/jwk-set+json", keys.header("Content-Type"));
    JsonNode header =
        TestServer.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]));
    assertEquals(keys.at("/keys/0/kid"), header.path("kid").asText());
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static final class MovingClock extends Clock {
    private volatile Instant now = Instant.parse("2026-06-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
