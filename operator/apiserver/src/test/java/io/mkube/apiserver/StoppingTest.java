package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.store.memory.MemoryObjectStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a stop: answers, and the end of their connections. */
class StoppingTest {
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final String BODY = "{\"metadata\":{\"name\":\"slow\"}}";
  private static final String GET = "GET " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String WATCH = "GET " + PATH + "?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String CLOSE = "Connection: close\r\n";

  @TempDir Path directory;

  /** A request whose body is not complete yet, for which the server waits when it stops. */
  private static RawClient unfinished(TestServer server) throws Exception {
    RawClient client = RawClient.connect(server);
    client.send(
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(PATH, BODY.length(), BODY.substring(0, 5)));
    Awaitility.await()
        .until(
            () ->
                server
                    .get("/metrics")
                    .text()
                    .contains(
                        "apiserver_current_inflight_requests{request_kind=\"mutating\"} 1.0"));
    return client;
  }

  @Test
  void requestsAreAnsweredThatClientsSendBeforeTheyHearOfIt() throws Exception {
    MemoryObjectStore store = new MemoryObjectStore();
    TestServer server = TestServer.over(store, directory);
    try (RawClient slow = unfinished(server);
        RawClient open = RawClient.connect(server);
        RawClient watching = RawClient.connect(server)) {
      assertTrue(open.send(GET).answer().startsWith("HTTP/1.1 200 "));
      assertTrue(watching.send(GET).answer().startsWith("HTTP/1.1 200 "));
      Thread stopping = Thread.ofVirtual().start(server.server::close);
      Awaitility.await().until(() -> !server.server.ready());

      String answer = open.send(GET).answer();
      while (!answer.contains(CLOSE)) { // not known to this connection yet
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        answer = open.send(GET).answer();
      }
      String refused = watching.send(WATCH).answer();
      String written = slow.send(BODY.substring(5)).answer();
      stopping.join();

      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(open.ended());
      assertTrue(refused.startsWith("HTTP/1.1 429 "), refused);
      assertTrue(refused.contains("Retry-After: 5\r\n"), refused);
      assertTrue(refused.contains("The apiserver is shutting down, please try again later."));
      assertTrue(written.startsWith("HTTP/1.1 201 "), written);
      assertTrue(written.contains(CLOSE), written);
    }
    try (TestServer again = TestServer.over(store, directory)) {
      assertEquals(200, again.get(PATH + "/slow").status());
    } finally {
      server.close();
    }
  }

  @Test
  void streamsOfHttpTwoAreServedUntilTheLastGoAway() throws Exception {
    HTTP2Client client = new HTTP2Client();
    client.start();
    TestServer server = TestServer.start(directory);
    try (RawClient slow = unfinished(server)) {
      List<GoAwayFrame> goodbyes = new CopyOnWriteArrayList<>();
      Session session = connect(client, server, goodbyes);
      Ending first = Ending.of(server, session, PATH);
      Ending watch = Ending.of(server, session, PATH + "?watch=1");
      first.end.get(10, TimeUnit.SECONDS);
      watch.headers.get(10, TimeUnit.SECONDS);

      Thread stopping = Thread.ofVirtual().start(server.server::close);
      watch.end.get(10, TimeUnit.SECONDS);
      Awaitility.await().until(() -> goodbyes.size() == 2);
      assertTrue(slow.send(BODY.substring(5)).answer().startsWith("HTTP/1.1 201 "));
      stopping.join();

      assertTrue(goodbyes.stream().allMatch(f -> f.getError() == ErrorCode.NO_ERROR.code));
      assertEquals(Integer.MAX_VALUE, goodbyes.getFirst().getLastStreamId());
      assertEquals(watch.stream, goodbyes.getLast().getLastStreamId());
    } finally {
      client.stop();
      server.close();
    }
  }

  @Test
  void watchesEndWhileTheirObjectsChange() throws Exception {
    for (int i = 0; i < 5; i++) {
      TestServer server = TestServer.start(directory);
      server.post(PATH, "{\"metadata\":{\"name\":\"changing\"}}");
      AtomicBoolean stopped = new AtomicBoolean();
      try (TestServer.Events events = server.watch(PATH + "?watch=1")) {
        Thread changes = Thread.ofVirtual().start(() -> change(server, stopped));
        JsonNode event = events.next();
        for (int seen = 0; seen < 20; seen++) {
          event = events.next();
        }
        Thread stopping = Thread.ofVirtual().start(server.server::close);
        while (!event.isMissingNode()) { // a stream that is cut off throws
          event = events.next();
        }
        stopped.set(true);
        changes.join();
        stopping.join();
      } finally {
        server.close();
      }
    }
  }

  private static void change(TestServer server, AtomicBoolean stopped) {
    try {
      for (int i = 0; !stopped.get(); i++) {
        server.merge(PATH + "/changing", "{\"data\":{\"i\":\"" + i + "\"}}");
      }
    } catch (RuntimeException | AssertionError e) {
      stopped.set(true); // the server takes no connection any more
    }
  }

  private static Session connect(HTTP2Client client, TestServer server, List<GoAwayFrame> goodbyes)
      throws Exception {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(server.http.sslContext());
    tls.setEndpointIdentificationAlgorithm(null);
    tls.start();
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port());
    Session.Listener listener =
        new Session.Listener() {
          @Override
          public void onGoAway(Session session, GoAwayFrame frame) {
            goodbyes.add(frame);
          }
        };
    return client.connect(tls, address, listener).get(10, TimeUnit.SECONDS);
  }

  /** How the stream of one request ends. */
  private static final class Ending implements Stream.Listener {
    final CompletableFuture<Void> headers = new CompletableFuture<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();
    int stream;

    static Ending of(TestServer server, Session session, String path) throws Exception {
      HttpURI uri = HttpURI.from(server.server.url() + path);
      MetaData.Request request =
          new MetaData.Request("GET", uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
      Ending ending = new Ending();
      ending.stream =
          session
              .newStream(new HeadersFrame(request, null, true), ending)
              .get(10, TimeUnit.SECONDS)
              .getId();
      return ending;
    }

    @Override
    public void onHeaders(Stream opened, HeadersFrame frame) {
      headers.complete(null);
      opened.demand();
    }

    @Override
    public void onDataAvailable(Stream opened) {
      Stream.Data data = opened.readData();
      if (data == null) {
        opened.demand();
        return;
      }
      data.release();
      if (data.frame().isEndStream()) {
        end.complete(null);
      } else {
        opened.demand();
      }
    }

    @Override
    public void onReset(Stream opened, ResetFrame frame, Callback callback) {
      end.completeExceptionally(new AssertionError(frame.toString()));
      callback.succeeded();
    }
  }
}
