package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.overload.ServerLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean no good, on raw sockets. The server goes on answering the others. */
class HostileClientsTest {
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final String HEAD = " HTTP/1.1\r\nHost: x\r\n";

  @TempDir Path directory;

  private TestServer start() throws Exception {
    ServerLimits limits =
        ServerLimits.DEFAULT.withTimes(
            Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(5));
    return TestServer.start(directory, c -> c.withLimits(limits));
  }

  /** Sends a byte every now and then until the other side closes. */
  private static void drip(Socket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try {
      for (int i = 0; ; i++) {
        socket.getOutputStream().write(bytes[i % bytes.length]);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    } catch (SocketException e) {
      return;
    }
  }

  @Test
  void closesConnectionsWhoseHeadersNeverEnd() throws Exception {
    try (TestServer server = start();
        RawClient client = RawClient.connect(server)) {
      client.send("GET " + PATH + HEAD);
      CompletableFuture<Void> dripping =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (true) {
                    client.send("X-A: b\r\n");
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                  }
                } catch (IOException e) {
                  // The server has closed the connection, as it should.
                }
              });

      assertTrue(client.ended());
      dripping.get(30, TimeUnit.SECONDS);
      assertEquals(200, server.get(PATH).status());
    }
  }

  @Test
  void closesConnectionsWhoseHandshakeNeverEnds() throws Exception {
    try (TestServer server = start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
      // The begin of a TLS record that announces 16 KB.
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0x40, 0});
      CompletableFuture<Void> dripping =
          CompletableFuture.runAsync(
              () -> {
                try {
                  drip(socket, "\1");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });

      dripping.get(60, TimeUnit.SECONDS);
      assertEquals(200, server.get(PATH).status());
    }
  }

  @Test
  void leavesConnectionsAloneThatAreOnlyIdle() throws Exception {
    try (TestServer server = start();
        RawClient client = RawClient.connect(server);
        RawClient late = RawClient.connect(server)) {
      String get = "GET " + PATH + HEAD + "\r\n";
      assertTrue(client.send(get).answer().startsWith("HTTP/1.1 200 "));
      try (RawClient bad = RawClient.connect(server)) {
        bad.send("GET " + PATH + HEAD);
        Thread dripping = Thread.startVirtualThread(() -> dripHeader(bad));
        // Much longer than the limit for headers: the bad one is gone, the quiet ones are not.
        assertTrue(bad.ended());
        dripping.join();
      }

      assertTrue(client.send(get).answer().startsWith("HTTP/1.1 200 "));
      assertTrue(late.send(get).answer().startsWith("HTTP/1.1 200 "));
    }
  }

  private static void dripHeader(RawClient client) {
    try {
      while (true) {
        client.send("X-A: b\r\n");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    } catch (IOException e) {
      // The server has closed the connection.
    }
  }

  @Test
  void refusesHeadersAndUrlsThatAreTooLong() throws Exception {
    try (TestServer server = start()) {
      for (String request :
          new String[] {
            "GET " + PATH + HEAD + "X-Long: " + "x".repeat(200_000) + "\r\n\r\n",
            "GET " + PATH + "?labelSelector=" + "x".repeat(200_000) + HEAD + "\r\n",
          }) {
        try (RawClient client = RawClient.connect(server)) {
          String answer = client.send(request).answer();

          assertTrue(
              answer.startsWith("HTTP/1.1 431 ") || answer.startsWith("HTTP/1.1 414 "), answer);
          assertTrue(answer.contains("\"kind\":\"Status\""), answer);
        }
      }
      assertEquals(200, server.get(PATH).status());
    }
  }

  @Test
  void takesSelectorsWithThousandsOfValues() throws Exception {
    try (TestServer server = start()) {
      StringBuilder values = new StringBuilder("v0");
      for (int i = 1; i < 5000; i++) {
        values.append(",v").append(i);
      }
      String selector = "labelSelector=app%20in%20(" + values + ")";

      assertEquals(200, server.get(PATH + "?" + selector).status());
      assertEquals(400, server.get(PATH + "?labelSelector=" + "(".repeat(20_000)).status());
      assertEquals(400, server.get(PATH + "?fieldSelector=" + "a%3D".repeat(10_000)).status());
    }
  }

  @Test
  void refusesNumbersThatWouldFillTheMemory() throws Exception {
    try (TestServer server = start()) {
      for (String number : new String[] {"1e999999999", "9".repeat(500_000), "1E-999999999"}) {
        String body = "{\"metadata\":{\"name\":\"n\",\"generation\":" + number + "}}";
        int status = server.post(PATH, body).status();

        assertTrue(status == 400 || status == 422, () -> "status " + status);
      }
      String twice = "{\"metadata\":{\"name\":\"t\"},\"data\":{" + "\"a\":\"b\",".repeat(100_000);
      assertEquals(201, server.post(PATH, twice + "\"a\":\"c\"}}").status());
    }
  }

  @Test
  void refusesProtobufThatIsBroken() throws Exception {
    try (TestServer server = start()) {
      byte[] magic = {'k', '8', 's', 0};
      byte[][] bodies = {
        {},
        magic,
        {'k', '8', 's', 0, 0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
        {'k', '8', 's', 0, 0x12, 3, 0x0a, (byte) 0x80, 1},
        "k8s\0garbage".getBytes(StandardCharsets.US_ASCII),
      };
      for (byte[] body : bodies) {
        TestServer.Reply reply =
            server.send(
                server
                    .request(PATH)
                    .header("Content-Type", "application/vnd.kubernetes.protobuf")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build());
        assertEquals(400, reply.status(), reply.text());
        assertEquals("BadRequest", reply.at("/reason"));
      }
    }
  }

  @Test
  void refusesContinueTokensThatItDidNotGive() throws Exception {
    try (TestServer server = start()) {
      for (String token : new String[] {"x", "e30", "AAAA", "a".repeat(50_000), "%00"}) {
        TestServer.Reply reply = server.get(PATH + "?limit=1&continue=" + token);

        assertEquals(400, reply.status(), reply.text());
      }
    }
  }

  @Test
  void letsFurtherConnectionsWait() throws Exception {
    ServerLimits few = ServerLimits.DEFAULT.withConnections(3);
    try (TestServer server = TestServer.start(directory, c -> c.withLimits(few))) {
      String get = "GET " + PATH + HEAD + "\r\n";
      try (RawClient first = RawClient.connect(server);
          RawClient second = RawClient.connect(server)) {
        RawClient third = RawClient.connect(server);
        CompletableFuture<String> fourth =
            CompletableFuture.supplyAsync(
                () -> {
                  try (RawClient client = RawClient.connect(server)) {
                    return client.send(get).answer();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        assertTrue(first.send(get).answer().startsWith("HTTP/1.1 200 "));
        assertTrue(second.send(get).answer().startsWith("HTTP/1.1 200 "));
        third.close();

        assertTrue(fourth.get(30, TimeUnit.SECONDS).startsWith("HTTP/1.1 200 "));
      }
    }
  }
}
