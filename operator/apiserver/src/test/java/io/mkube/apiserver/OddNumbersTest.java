package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of requests that Java reads otherwise than Go, or that fit nowhere. */
class OddNumbersTest extends ServedTest {
  private static final String PATH = "/api/v1/namespaces/default/configmaps";

  @ParameterizedTest
  @CsvSource({
    "%D9%A1%D9%A2, ١٢, invalid syntax",
    "%2B1, +1, invalid syntax",
    "-1, -1, invalid syntax",
    "18446744073709551616, 18446744073709551616, value out of range",
  })
  void revisionsOfLists(String sent, String read, String problem) {
    TestServer.Reply reply = server.get(PATH + "?resourceVersion=" + sent);

    assertEquals(422, reply.status());
    String message = reply.at("/message");
    assertTrue(
        message.endsWith("strconv.ParseUint: parsing \"" + read + "\": " + problem), message);
  }

  @Test
  void revisionsOfObjects() {
    server.post(PATH, "{\"metadata\":{\"name\":\"odd\"}}");

    TestServer.Reply reply =
        server.put(
            PATH + "/odd", "{\"metadata\":{\"name\":\"odd\",\"resourceVersion\":\"\\u0661\"}}");

    assertEquals(400, reply.status());
    assertEquals("strconv.ParseUint: parsing \"١\": invalid syntax", reply.at("/message"));
  }

  @Test
  void limits() {
    TestServer.Reply reply = server.get(PATH + "?limit=%D9%A1");

    assertEquals(400, reply.status());
    assertEquals("strconv.ParseInt: parsing \"١\": invalid syntax", reply.at("/message"));
  }

  @Test
  void timesOfWatches() {
    String watch = "/api/v1/namespaces?watch=1&timeoutSeconds=";
    try (TestServer.Events centuries = server.watch(watch + Long.MAX_VALUE)) {
      assertEquals("ADDED", centuries.next().path("type").asText());
    }

    TestServer.Reply over = server.get(watch + "-1");

    assertEquals(200, over.status());
  }
}
