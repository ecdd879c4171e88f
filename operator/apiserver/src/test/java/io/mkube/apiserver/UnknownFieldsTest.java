package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Fields that a kind does not have, in the three modes of field validation. */
class UnknownFieldsTest extends NamespacedTest {
  private static final String BODY = "{\"metadata\":{\"name\":\"a\"},\"datta\":{\"k\":\"v\"}}";

  @Test
  void areRefusedWithoutDetailsWhenStrict() {
    TestServer.Reply reply = server.post(configMaps + "?fieldValidation=Strict", BODY);

    assertEquals(400, reply.status());
    assertTrue(
        reply.at("/message").endsWith("strict decoding error: unknown field \"datta\""),
        reply.text());
    assertTrue(reply.json().path("details").isMissingNode(), reply.text());
  }

  @Test
  void areWarnedOfOtherwise() {
    TestServer.Reply reply = server.post(configMaps, BODY);

    assertEquals(201, reply.status());
    assertEquals("299 - \"unknown field \\\"datta\\\"\"", reply.header("Warning"));
    assertTrue(reply.json().path("datta").isMissingNode());
  }

  @Test
  void areDroppedSilentlyWhenIgnored() {
    TestServer.Reply reply = server.post(configMaps + "?fieldValidation=Ignore", BODY);

    assertEquals(201, reply.status());
    assertEquals("", reply.header("Warning"));
  }

  @Test
  void thatOccurTwiceAreRefusedWhenStrict() {
    TestServer.Reply reply =
        server.post(
            configMaps + "?fieldValidation=Strict",
            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\",\"k\":\"w\"}}");

    assertEquals(400, reply.status());
    assertTrue(reply.at("/message").contains("duplicate field \"data.k\""), reply.text());
  }
}
