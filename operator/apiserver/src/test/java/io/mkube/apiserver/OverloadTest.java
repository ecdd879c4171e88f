package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.overload.ServerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the server can do, and clients that take their time. */
class OverloadTest {
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final String BODY = "{\"metadata\":{\"name\":\"slow\"}}";
  private static final String BUSY =
      "apiserver_current_inflight_requests{request_kind=\"mutating\"} 1.0";

  @TempDir Path directory;

  private static String post(String query, int length) {
    return "POST "
        + PATH
        + query
        + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static void holdThePlace(TestServer server, RawClient client) throws Exception {
    client.send(post("", BODY.length()) + BODY.substring(0, 5));
    Awaitility.await().until(() -> server.get("/metrics").text().contains(BUSY));
  }

  @Test
  void sendsAwayWhatHasNoPlace() throws Exception {
    ServerLimits limits = ServerLimits.DEFAULT.withRequests(1, 400, Duration.ofMillis(50));
    try (TestServer server = TestServer.start(directory, c -> c.withLimits(limits));
        RawClient slow = RawClient.connect(server)) {
      holdThePlace(server, slow);

      TestServer.Reply refused = server.post(PATH, "{\"metadata\":{\"name\":\"b\"}}");
      TestServer.Reply read = server.get(PATH);
      try (TestServer.Events watch = server.watch(PATH + "?watch=1")) {
        assertEquals(429, refused.status());
        assertEquals("1", refused.header("Retry-After"));
        assertEquals("TooManyRequests", refused.at("/reason"));
        assertEquals("Too many requests, please try again later.", refused.at("/message"));
        assertEquals("1", refused.at("/details/retryAfterSeconds"));
        assertEquals(200, read.status());
        assertEquals(200, watch.response.statusCode());
      }
      assertTrue(slow.send(BODY.substring(5)).answer().startsWith("HTTP/1.1 201 "));
      assertEquals(201, server.post(PATH, "{\"metadata\":{\"name\":\"b\"}}").status());
    }
  }

  @Test
  void letsRequestsWaitForTheirTurn() throws Exception {
    ServerLimits limits = ServerLimits.DEFAULT.withRequests(1, 400, Duration.ofSeconds(30));
    try (TestServer server = TestServer.start(directory, c -> c.withLimits(limits));
        RawClient slow = RawClient.connect(server)) {
      holdThePlace(server, slow);

      CompletableFuture<Integer> waiting =
          CompletableFuture.supplyAsync(
              () -> server.post(PATH, "{\"metadata\":{\"name\":\"b\"}}").status());
      slow.send(BODY.substring(5));

      assertEquals(201, waiting.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void answersInTimeWhateverTheClientDoes() throws Exception {
    ServerLimits limits =
        ServerLimits.DEFAULT.withTimes(
            Duration.ofMillis(700), Duration.ofSeconds(30), Duration.ofSeconds(5));
    try (TestServer server = TestServer.start(directory, c -> c.withLimits(limits));
        RawClient slow = RawClient.connect(server)) {
      holdThePlace(server, slow);

      String answer = slow.answer();

      assertTrue(answer.startsWith("HTTP/1.1 504 "), answer);
      assertTrue(answer.contains("\"reason\":\"Timeout\""), answer);
      assertTrue(
          answer.contains(
              "\"message\":\"Timeout: request did not complete within the allotted timeout\""),
          answer);
      assertEquals(404, server.get(PATH + "/slow").status());
    }
  }

  @Test
  void givesARequestTheTimeThatItsUrlAllows() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient slow = RawClient.connect(server)) {
      slow.send(post("?timeout=300ms", BODY.length()) + BODY.substring(0, 5));

      assertTrue(slow.answer().startsWith("HTTP/1.1 504 "));
      TestServer.Reply refused = server.get(PATH + "?timeout=soon");
      assertEquals(400, refused.status());
      assertEquals(
          "invalid timeout specified in the request URL - time: invalid duration \"soon\"",
          refused.at("/message"));
    }
  }
}
