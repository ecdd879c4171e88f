package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many watches on one HTTP/2 connection; the connection has more room than each of its streams. */
class StalledStreamTest {
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";
  private static final int DEFAULT_WINDOW = 65535;

  @TempDir Path directory;

  @Test
  void oneStalledWatchLeavesTheOthersAlone() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      HTTP2Client client = client();
      try {
        Session session = connect(client, server);
        Reader stalled = open(server, session, SECRETS + "?watch=1", false);
        Reader live = open(server, session, SECRETS + "?watch=1&resourceVersion=0", true);
        String padding = "x".repeat(20_000);
        server.post(SECRETS, "{\"metadata\":{\"name\":\"s\"}}");

        for (int i = 0; i < 40; i++) {
          server.merge(SECRETS + "/s", "{\"stringData\":{\"k\":\"" + i + padding + "\"}}");
        }

        Awaitility.await().untilAsserted(() -> assertEquals(41, live.lines.get()));
        Reader get = open(server, session, "/api/v1/namespaces/default", true);
        get.end.get(10, TimeUnit.SECONDS);
        assertEquals(0, stalled.lines.get());
      } finally {
        client.stop();
      }
    }
  }

  @Test
  void carriesMoreThanAThousandWatchesOnOneConnection() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      HTTP2Client client = client();
      try {
        Session session = connect(client, server);
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
          readers.add(open(server, session, "/api/v1/namespaces/default/services?watch=1", true));
        }

        Reader get = open(server, session, "/version", true);
        get.end.get(20, TimeUnit.SECONDS);

        assertTrue(get.lines.get() >= 0);
        assertTrue(readers.stream().noneMatch(reader -> reader.end.isDone()));
      } finally {
        client.stop();
      }
    }
  }

  private static HTTP2Client client() throws Exception {
    HTTP2Client client = new HTTP2Client();
    client.setInitialSessionRecvWindow(4 * DEFAULT_WINDOW);
    client.setInitialStreamRecvWindow(DEFAULT_WINDOW);
    client.setMaxConcurrentPushedStreams(0);
    client.start();
    return client;
  }

  private static Session connect(HTTP2Client client, TestServer server) throws Exception {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(server.http.sslContext());
    tls.setEndpointIdentificationAlgorithm(null);
    tls.start();
    return client
        .connect(
            tls,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port()),
            new Session.Listener() {})
        .get(10, TimeUnit.SECONDS);
  }

  private static Reader open(TestServer server, Session session, String path, boolean reading)
      throws Exception {
    MetaData.Request request =
        new MetaData.Request(
            "GET", HttpURI.from(server.server.url() + path), HttpVersion.HTTP_2, HttpFields.EMPTY);
    Reader reader = new Reader(reading);
    session.newStream(new HeadersFrame(request, null, true), reader).get(10, TimeUnit.SECONDS);
    reader.opened.get(10, TimeUnit.SECONDS);
    return reader;
  }

  /** Counts the lines of one answer, or reads nothing of it. */
  private static final class Reader implements Stream.Listener {
    final CompletableFuture<Integer> opened = new CompletableFuture<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();
    final AtomicInteger lines = new AtomicInteger();
    private final boolean reading;

    Reader(boolean reading) {
      this.reading = reading;
    }

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      opened.complete(((MetaData.Response) frame.getMetaData()).getStatus());
      if (reading) {
        stream.demand();
      }
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data == null) {
        stream.demand();
        return;
      }
      String text = StandardCharsets.ISO_8859_1.decode(data.frame().getByteBuffer()).toString();
      lines.addAndGet((int) text.chars().filter(c -> c == '\n').count());
      boolean last = data.frame().isEndStream();
      data.release();
      if (last) {
        end.complete(null);
      } else {
        stream.demand();
      }
    }
  }
}
