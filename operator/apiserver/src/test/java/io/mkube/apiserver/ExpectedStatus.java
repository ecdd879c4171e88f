package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Whole Status objects, as refusals have them. */
final class ExpectedStatus {
  private ExpectedStatus() {}

  /** The answer is this Status and nothing else; {@code details} is JSON, or null for none. */
  static void assertStatus(
      TestServer.Reply reply, int code, String reason, String message, @Nullable String details) {
    ObjectNode expected = TestServer.JSON.createObjectNode();
    expected.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    expected.put("status", "Failure").put("message", message);
    if (!reason.isEmpty()) {
      expected.put("reason", reason);
    }
    if (details != null) {
      expected.set("details", tree(details));
    }
    expected.put("code", code);
    assertEquals(expected, reply.json());
    assertEquals(code, reply.status());
    assertEquals("application/json", reply.header("Content-Type"));
    String retry = reply.json().at("/details/retryAfterSeconds").asText();
    assertEquals(retry, reply.header("Retry-After"));
  }

  private static JsonNode tree(String text) {
    try {
      return TestServer.JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
