package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients that read nothing cost, by the server's own accounts. */
class StalledWatchesTest {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  private static final int WATCHES = 50;
  private static final int OBJECTS = 60;
  private static final int OBJECT_BYTES = 100_000;

  /** Events are handed over together up to this size; the last may exceed it. */
  private static final int BATCH_BYTES = 16 << 10;

  private static final long BOUND = (long) WATCHES * (BATCH_BYTES + 2 * OBJECT_BYTES);

  @TempDir Path directory;

  @Test
  void holdNoMoreThanABatchEachWhateverTheyWouldHaveToRead() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      String padding = "x".repeat(OBJECT_BYTES);
      for (int i = 0; i < OBJECTS; i++) {
        server.post(
            CONFIG_MAPS,
            "{\"metadata\":{\"name\":\"c" + i + "\"},\"data\":{\"k\":\"" + padding + "\"}}");
      }
      List<Socket> stalled = new ArrayList<>();
      try {
        for (int i = 0; i < WATCHES; i++) {
          stalled.add(stalledWatch(server));
        }
        Awaitility.await().until(() -> unsent(server) > 0);
        for (int i = 0; i < 20; i++) {
          server.merge(CONFIG_MAPS + "/c" + i, "{\"data\":{\"round\":\"" + i + "\"}}");
          long unsent = unsent(server);
          assertTrue(unsent <= BOUND, unsent + " bytes for " + WATCHES + " watches");
        }
      } finally {
        for (Socket socket : stalled) {
          socket.close();
        }
      }
      Awaitility.await().until(() -> unsent(server) == 0);
    }
  }

  /** Six megabytes of present objects, of which the client reads the head of the answer. */
  private static Socket stalledWatch(TestServer server) throws IOException {
    Socket socket = server.http.sslContext().getSocketFactory().createSocket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port()));
    String request = "GET " + CONFIG_MAPS + "?watch=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    assertEquals('H', in.read());
    return socket;
  }

  private static long unsent(TestServer server) {
    return server
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("apiserver_watch_unsent_bytes "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }
}
