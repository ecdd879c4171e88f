package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of durability, with answers in the form of nats-server 2.10 to 2.12. */
final class ServerMonitorTest {
  private static final ServerFeatures NEW = new ServerFeatures("2.11.4", true, true, false);

  private HttpServer server = unstarted();
  private volatile String body = "";
  private volatile int status = 200;

  @SuppressWarnings("NullAway") // assigned before each test
  private static HttpServer unstarted() {
    return null;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/varz",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sync_interval\":120000000000 | every 2 minutes (sync_interval; always is safest)",
        "\"sync_interval\":10000000000 | every 10 s (sync_interval; always is safest)",
        "\"sync_interval\":250000000 | every 250 ms (sync_interval; always is safest)",
        "\"store_dir\":\"/d\" | every 2 minutes (sync_interval; always is safest)",
        "\"sync_interval\":120000000000,\"sync_always\":true | before it acknowledges them"
            + " (sync_interval: always)"
      })
  void tellsWhatTheServerIsSetTo(String config, String text) {
    assertEquals(
        "held by 3 servers; nats-server 2.11.4 forces writes to the disk " + text,
        told("{\"version\":\"2.11.4\",\"jetstream\":{\"config\":{" + config + "},\"stats\":{}}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html> | is no monitoring port of nats-server",
        "200 | [] | tells nothing of JetStream",
        "200 | {\"jetstream\":{}} | tells nothing of JetStream",
        "404 | none | answers 404"
      })
  void saysWhyItIsUnknown(int code, String answer, String why) {
    status = code;
    String text = told(answer);

    assertTrue(text.contains("unknown: nats-server's default is 2 minutes"), text);
    assertTrue(text.endsWith("/varz " + why + ")"), text);
  }

  @Test
  void saysHowItCanBeKnown() {
    try (ServerMonitor none = new ServerMonitor(Optional.empty())) {
      none.ask();
      String text = NEW.durability(1, none);
      assertTrue(text.contains("default is 2 minutes"), text);
      assertTrue(text.endsWith("has monitor=http://HOST:8222)"), text);
      String old = new ServerFeatures("2.9.10", false, false, false).durability(1, none);
      assertTrue(old.contains("2.9.10 forces writes to the disk every 2 minutes"), old);
    }
  }

  private String told(String answer) {
    body = answer;
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (ServerMonitor monitor = new ServerMonitor(Optional.of(address))) {
      monitor.ask();
      await().until(() -> !(monitor.answer() instanceof ServerMonitor.Answer.None));
      return NEW.durability(3, monitor);
    }
  }
}
