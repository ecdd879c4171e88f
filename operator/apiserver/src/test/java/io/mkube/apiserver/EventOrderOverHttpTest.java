package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.watch.KnownLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as clients get them over HTTP and WebSocket, compared with a log that is known. */
class EventOrderOverHttpTest {
  private static final int KEYS = 200;
  private static final int WRITERS = 4;

  /** Fewer than the server keeps for watches that are slow. */
  private static final int WRITES_PER_ROUND = 2_000;

  private static final String RED = "&labelSelector=color%3Dred";
  private static final String SEVEN = "&fieldSelector=metadata.name%3Dobject-7";

  @TempDir private Path directory;

  @Test
  void deliversTenThousandEventsInOrder() throws Exception {
    assertTrue(comparedEvents(2, 2) >= 10_000);
  }

  @Test
  @Tag("proof")
  void deliversAMillionEventsInOrder() throws Exception {
    assertTrue(comparedEvents(40, 8) >= 1_000_000);
  }

  private long comparedEvents(int rounds, int each) throws Exception {
    int writes = rounds * WRITES_PER_ROUND;
    try (TestServer server = TestServer.start(directory)) {
      KnownLog log = new KnownLog(server.store, KEYS, writes);
      List<Received> watches = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        for (String selection : List.of("", RED, SEVEN)) {
          watches.add(overHttp(server, selection, log.beginning()));
          watches.add(overWebSocket(server, selection, log.beginning()));
        }
      }
      for (int round = 0; round < rounds; round++) {
        log.write(WRITERS, WRITES_PER_ROUND, round);
        for (Received watch : watches) {
          watch.await(log.expected(log.beginning(), watch.predicate()).length);
        }
      }
      long compared = 0;
      for (Received watch : watches) {
        long[] expected = log.expected(log.beginning(), watch.predicate());
        assertArrayEquals(expected, watch.events(), watch.selection);
        compared += expected.length;
      }
      return compared;
    }
  }

  private static String path(String selection, long after) {
    return "/api/v1/namespaces/"
        + KnownLog.NAMESPACE
        + "/configmaps?watch=true&resourceVersion="
        + after
        + selection;
  }

  private static Received overHttp(TestServer server, String selection, long after)
      throws Exception {
    Received received = new Received(selection);
    var response =
        server.http.send(
            server.request(path(selection, after)).build(), BodyHandlers.ofInputStream());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    Thread.ofVirtual().start(() -> received.readAll(lines));
    return received;
  }

  private static Received overWebSocket(TestServer server, String selection, long after)
      throws Exception {
    Received received = new Received(selection);
    String url = server.server.url().toString().replace("https", "wss") + path(selection, after);
    server
        .http
        .newWebSocketBuilder()
        .buildAsync(URI.create(url), new Frames(received))
        .get(30, TimeUnit.SECONDS);
    return received;
  }

  /** What one watch has shown so far; one thread at a time adds to it. */
  private static final class Received {
    private final String selection;
    private long[] events = new long[256];
    private volatile int count;

    Received(String selection) {
      this.selection = selection;
    }

    BiPredicate<String, String> predicate() {
      return switch (selection) {
        case RED -> (name, color) -> color.equals("red");
        case SEVEN -> (name, color) -> name.equals("object-7");
        default -> (name, color) -> true;
      };
    }

    void await(int expected) {
      Awaitility.await(selection)
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> count >= expected);
    }

    long[] events() {
      return Arrays.copyOf(events, count);
    }

    void add(String event) {
      int next = count;
      if (next == events.length) {
        events = Arrays.copyOf(events, 2 * next);
      }
      events[next] = KnownLog.code(event);
      count = next + 1;
    }

    /** Ends when the server closes; what is missing then is missed by the comparison. */
    void readAll(BufferedReader lines) {
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        // The server has closed, which ends each test.
      }
    }
  }

  private static final class Frames implements WebSocket.Listener {
    private final Received received;
    private final StringBuilder partial = new StringBuilder();

    Frames(Received received) {
      this.received = received;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        received.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
