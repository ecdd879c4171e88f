package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that two servers could take for different ones: each is refused, and the connection is
 * closed, so that nothing behind it is read as another request.
 */
class RequestFramingTest extends ServedTest {
  private static final String HEAD = " HTTP/1.1\r\nHost: x\r\n";
  private static final String TYPE = "Content-Type: application/json\r\n";
  private static final String POST =
      "POST /api/v1/namespaces/default/configmaps?dryRun=All" + HEAD + TYPE;
  private static final String GET = "GET /version" + HEAD;
  private static final String BODY = "{\"metadata\":{\"name\":\"sm\"}}";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNK = "1a\r\n" + BODY + "\r\n0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        POST + "Content-Length: 26\r\nContent-Length: 5\r\n\r\n" + BODY,
        POST + "Content-Length: 26\r\nContent-Length: 26\r\n\r\n" + BODY,
        POST + "Content-Length: 26, 26\r\n\r\n" + BODY,
        POST + "Content-Length: -1\r\n\r\n" + BODY,
        POST + "Content-Length: +26\r\n\r\n" + BODY,
        POST + "Content-Length: 0x1a\r\n\r\n" + BODY,
        POST + "Content-Length: 99999999999999999999\r\n\r\n" + BODY,
        POST + "Content-Length: 5\r\n" + CHUNKED + CHUNK,
        POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + CHUNK,
        POST + "Transfer-Encoding: chunked\r\n" + CHUNKED + CHUNK,
        POST + "Transfer-Encoding: identity\r\n\r\n" + BODY,
        POST + "Transfer-Encoding: xchunked\r\n\r\n" + CHUNK,
        POST + "Transfer-Encoding : chunked\r\n\r\n" + CHUNK,
        POST + CHUNKED + "zz\r\n" + BODY + "\r\n0\r\n\r\n",
        POST + CHUNKED + "-1a\r\n" + BODY + "\r\n0\r\n\r\n",
        POST + CHUNKED + "ffffffffffffffffff\r\n" + BODY + "\r\n0\r\n\r\n",
        POST + CHUNKED + "1a\n" + BODY + "\n0\n\n",
        POST + CHUNKED + "1a\r\n" + BODY + "XX0\r\n\r\n",
        GET + "X-A: b\r\n c\r\n\r\n",
        GET + "X-A: b\rX-B: c\r\n\r\n",
        GET + "X-A: b\0c\r\n\r\n",
        GET + "X A: b\r\n\r\n",
        GET + "XA\r\n\r\n",
        GET + "Host: y\r\n\r\n",
        "GET /version HTTP/1.1\r\n\r\n",
        "GET /version HTTP/1.1\nHost: x\n\n",
      })
  void isRefused(String request) throws Exception {
    try (RawClient client = RawClient.connect(server)) {
      String answer = client.send(request).answer();

      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("\"kind\":\"Status\""), answer);
      assertTrue(answer.contains("\"reason\":\"BadRequest\""), answer);
      assertTrue(client.ended());
    }
  }

  @Test
  void codingsThatNobodyUndoesAreNotImplemented() throws Exception {
    try (RawClient client = RawClient.connect(server)) {
      String answer =
          client.send(POST + "Transfer-Encoding: gzip, chunked\r\n\r\n" + CHUNK).answer();

      assertTrue(answer.startsWith("HTTP/1.1 501 "), answer);
      assertTrue(client.ended());
    }
  }

  @Test
  void chunkExtensionsAreReadOver() throws Exception {
    String chunk = "1a;name=value\r\n" + BODY + "\r\n0\r\n\r\n";
    try (RawClient client = RawClient.connect(server)) {
      assertTrue(client.send(POST + CHUNKED + chunk).answer().startsWith("HTTP/1.1 201 "));
      assertTrue(client.send(GET + "\r\n").answer().startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void chunkExtensionsWithoutEndAreRefused() throws Exception {
    try (RawClient client = RawClient.connect(server)) {
      String extension = "1a;" + "x".repeat(300_000);

      assertTrue(client.send(POST + CHUNKED + extension).answer().startsWith("HTTP/1.1 400 "));
      assertTrue(client.ended());
    }
    assertEquals(200, server.get("/version").status());
  }
}
