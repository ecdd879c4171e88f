package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.audit.AuditConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit log tells, and what it keeps to itself. */
class AuditTest {
  private static final String DECISION = "authorization.k8s.io/decision";
  @TempDir Path directory;

  private Path log() {
    return directory.resolve("logs").resolve("audit.log");
  }

  private TestServer start(AuditConfig.Level level) throws Exception {
    return TestServer.start(
        directory.resolve("data"), config -> config.withAudit(AuditConfig.to(log(), level)));
  }

  private List<JsonNode> events(String id) {
    try {
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.readAllLines(log())) {
        JsonNode event = TestServer.JSON.readTree(line);
        if (event.path("auditID").asText().equals(id)) {
          events.add(event);
        }
      }
      return events;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode event(TestServer.Reply reply) {
    String id = reply.header("Audit-Id");
    await().until(() -> !events(id).isEmpty());
    return events(id).getLast();
  }

  @Test
  void tellsWhoDidWhat() throws Exception {
    try (TestServer server = start(AuditConfig.Level.METADATA)) {
      String path = "/api/v1/namespaces/default/configmaps?fieldManager=me";
      JsonNode event =
          event(server.post(path, "{\"metadata\":{\"name\":\"m\"},\"data\":{\"a\":\"b\"}}"));

      assertEquals("Event", event.path("kind").asText());
      assertEquals("audit.k8s.io/v1", event.path("apiVersion").asText());
      assertEquals("Metadata", event.path("level").asText());
      assertEquals("ResponseComplete", event.path("stage").asText());
      assertEquals("create", event.path("verb").asText());
      assertEquals(path, event.path("requestURI").asText());
      assertEquals("mkube-admin", event.at("/user/username").asText());
      assertEquals("127.0.0.1", event.at("/sourceIPs/0").asText());
      assertEquals("configmaps", event.at("/objectRef/resource").asText());
      assertEquals("default", event.at("/objectRef/namespace").asText());
      assertEquals(201, event.at("/responseStatus/code").asInt());
      assertEquals("allow", event.path("annotations").path(DECISION).asText());
      assertFalse(event.has("requestObject"));
      assertTrue(event.path("stageTimestamp").asText().matches(".*\\.\\d{6}Z"));
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log())));
    }
  }

  @Test
  void tellsRefusalsAndForWhomSomebodyActed() throws Exception {
    try (TestServer server = start(AuditConfig.Level.METADATA)) {
      JsonNode refused = event(server.get("/api/v1/nodes", "Impersonate-User", "dave"));
      JsonNode unknown = event(server.get("/api/v1/nodes", "Authorization", "Bearer wrong"));

      assertEquals("dave", refused.at("/impersonatedUser/username").asText());
      assertEquals("mkube-admin", refused.at("/user/username").asText());
      assertEquals(403, refused.at("/responseStatus/code").asInt());
      assertEquals("Forbidden", refused.at("/responseStatus/reason").asText());
      assertEquals("forbid", refused.path("annotations").path(DECISION).asText());
      assertEquals(401, unknown.at("/responseStatus/code").asInt());
      assertTrue(unknown.path("user").isEmpty());
    }
  }

  @Test
  void tellsBodiesButNeverThoseOfSecrets() throws Exception {
    String maps = "/api/v1/namespaces/default/configmaps";
    try (TestServer server = start(AuditConfig.Level.REQUEST)) {
      JsonNode map =
          event(server.post(maps, "{\"metadata\":{\"name\":\"m\"},\"data\":{\"a\":\"b\"}}"));
      JsonNode secret =
          event(
              server.post(
                  "/api/v1/namespaces/default/secrets",
                  "{\"metadata\":{\"name\":\"s\"},\"stringData\":{\"a\":\"hushhush\"}}"));
      JsonNode review =
          event(
              server.post(
                  "/apis/authentication.k8s.io/v1/tokenreviews",
                  "{\"spec\":{\"token\":\"hushhush\"}}"));
      String much = "x".repeat(70_000);
      JsonNode large =
          event(
              server.post(
                  maps, "{\"metadata\":{\"name\":\"l\"},\"data\":{\"a\":\"" + much + "\"}}"));

      assertEquals("b", map.at("/requestObject/data/a").asText());
      assertEquals("Request", map.path("level").asText());
      assertFalse(secret.has("requestObject"));
      assertFalse(review.has("requestObject"));
      assertFalse(large.has("requestObject"));
      assertEquals("true", large.path("annotations").path("audit.k8s.io/truncated").asText());
      assertFalse(Files.readString(log()).contains("hushhush"));
    }
  }

  @Test
  void tellsWhenAWatchBeginsAndEnds() throws Exception {
    try (TestServer server = start(AuditConfig.Level.METADATA)) {
      String id = server.get("/api/v1/nodes?watch=1&timeoutSeconds=1").header("Audit-Id");
      await().until(() -> events(id).size() == 2);

      assertEquals(
          List.of("ResponseStarted", "ResponseComplete"),
          events(id).stream().map(event -> event.path("stage").asText()).toList());
    }
  }

  @Test
  void beginsAnewWhenAFileIsFull() throws Exception {
    AuditConfig config =
        new AuditConfig(Optional.of(log()), AuditConfig.Level.METADATA, 64 << 10, 2);
    try (TestServer server =
        TestServer.start(directory.resolve("data"), c -> c.withAudit(config))) {
      String last = "";
      for (int i = 0; i < 400; i++) {
        last = server.get("/api/v1/namespaces/default").header("Audit-Id");
      }
      String id = last;
      await().until(() -> !events(id).isEmpty());
    }

    assertTrue(Files.size(log()) <= 64 << 10);
    assertTrue(Files.exists(log().resolveSibling("audit.log.1")));
    assertTrue(Files.exists(log().resolveSibling("audit.log.2")));
    assertFalse(Files.exists(log().resolveSibling("audit.log.3")));
  }

  @Test
  void givesEveryAnswerAnId() throws Exception {
    try (TestServer server = TestServer.start(directory.resolve("data"))) {
      String first = server.get("/api").header("Audit-Id");

      assertEquals(36, first.length());
      assertNotEquals(first, server.get("/api").header("Audit-Id"));
      assertEquals("mine-1", server.get("/api", "Audit-Id", "mine-1").header("Audit-Id"));
      assertEquals(36, server.get("/api", "Audit-Id", "a b").header("Audit-Id").length());
      assertEquals(36, server.get("/nothing").header("Audit-Id").length());
    }
    assertFalse(Files.exists(log()));
  }
}
