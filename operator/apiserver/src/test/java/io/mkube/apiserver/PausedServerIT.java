package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.TestServer.Events;
import io.mkube.apiserver.TestServer.Reply;
import io.mkube.store.nats.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.PurgeOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two API servers on one bucket, one of which stands still (SIGSTOP) so long that NATS gives up its
 * connection, while an object is deleted and created anew through the other.
 */
@Timeout(180)
final class PausedServerIT {
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final String ONE = PATH + "/paused";

  @TempDir private Path directory = Path.of("unset");
  private NatsServer nats = unstarted();
  private TestServer running = unstarted();
  private ServerProcess paused = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    nats =
        NatsServer.start(
            directory.resolve("nats"), "debug: true\nping_interval: \"1s\"\nping_max: 1\n");
    running = TestServer.over(nats.open("mkube"), directory.resolve("one"));
    paused = ServerProcess.start(nats.url("mkube"), directory.resolve("two"));
  }

  @AfterEach
  void stop() {
    paused.close();
    running.close();
    nats.close();
  }

  @Test
  void showsDeletionAndRecreationToItsWatchesAndRefusesWritesToWhatIsGone() throws Exception {
    Reply created = running.post(PATH, configMap("first", ""));
    String version = created.at("/metadata/resourceVersion");
    assertEquals(version, get(ONE).at("/metadata/resourceVersion"));
    try (Events events = watch(version)) {
      pauseUntilNatsGivesUp();
      CompletableFuture<HttpResponse<byte[]>> late =
          running.http.sendAsync(
              request(ONE)
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString(configMap("late", version)))
                  .build(),
              BodyHandlers.ofByteArray());
      assertEquals(200, running.delete(ONE, "").status());
      Reply recreated = running.post(PATH, configMap("second", ""));
      for (int i = 0; i < 5; i++) {
        running.merge(ONE, "{\"data\":{\"key\":\"change-" + i + "\"}}");
      }
      assertFalse(late.isDone());
      paused.resume();

      Reply refused = new Reply(late.get());
      assertEquals(409, refused.status(), refused::text);
      assertEquals("Conflict", refused.at("/reason"));
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        JsonNode event = events.next();
        seen.add(event.path("type").asText() + " " + event.at("/object/data/key").asText());
      }
      assertEquals(
          List.of(
              "DELETED first",
              "ADDED second",
              "MODIFIED change-0",
              "MODIFIED change-1",
              "MODIFIED change-2",
              "MODIFIED change-3",
              "MODIFIED change-4"),
          seen);
      Reply found = get(ONE);
      assertEquals(recreated.at("/metadata/uid"), found.at("/metadata/uid"));
      assertEquals("change-4", found.at("/data/key"));
    }
  }

  @Test
  void endsItsWatchesIfTheHistoryIsGoneMeanwhile() throws Exception {
    Reply created = running.post(PATH, configMap("first", ""));
    String version = created.at("/metadata/resourceVersion");
    assertEquals(version, get(ONE).at("/metadata/resourceVersion"));
    try (Events events = watch(version)) {
      pauseUntilNatsGivesUp();
      assertEquals(200, running.delete(ONE, "").status());
      Reply recreated = running.post(PATH, configMap("second", ""));
      purgeBefore(Long.parseLong(recreated.at("/metadata/resourceVersion")));
      paused.resume();

      requireToldOfTheLoss(events, recreated);
      Reply found = get(ONE);
      assertNotEquals(created.at("/metadata/uid"), found.at("/metadata/uid"));
      assertEquals("second", found.at("/data/key"));
      Reply old = get(PATH + "?watch=true&resourceVersion=" + version + "&timeoutSeconds=1");
      assertTrue(old.status() == 410 || old.text().contains("\"code\":410"), old::text);
    }
  }

  /** Either it hears of both in order, or that it has to list again; never of the second alone. */
  private static void requireToldOfTheLoss(Events events, Reply recreated) {
    JsonNode event = events.next();
    if (event.path("type").asText().equals("DELETED")) {
      event = events.next();
      assertEquals("ADDED", event.path("type").asText());
      assertEquals(
          recreated.at("/metadata/uid"), event.at("/object/metadata/uid").asText(), "recreated");
    } else {
      assertEquals("ERROR", event.path("type").asText("ERROR"), event::toString);
      assertEquals(410, event.at("/object/code").asInt(410), event::toString);
    }
  }

  private void pauseUntilNatsGivesUp() throws Exception {
    paused.pause();
    Path log = directory.resolve("nats/nats.log");
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("Stale"));
  }

  /** What the hourly removal does to keys that have changed. */
  private void purgeBefore(long sequence) throws Exception {
    Connection connection = Nats.connect("nats://127.0.0.1:" + nats.port());
    try {
      connection
          .jetStreamManagement()
          .purgeStream(
              "KV_mkube",
              PurgeOptions.builder()
                  .subject("$KV.mkube.=.configmaps.default.paused")
                  .sequence(sequence)
                  .build());
    } finally {
      connection.close();
    }
  }

  private Events watch(String version) throws Exception {
    String query = "?watch=true&fieldSelector=metadata.name%3Dpaused&resourceVersion=";
    return new Events(
        running.http.send(request(PATH + query + version).build(), BodyHandlers.ofInputStream()));
  }

  private Reply get(String path) {
    return running.send(request(path).build());
  }

  /** A request to the server that is paused. */
  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(paused.url() + path));
  }

  private static String configMap(String value, String version) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"paused\""
        + (version.isEmpty() ? "" : ",\"resourceVersion\":\"" + version + "\"")
        + "},\"data\":{\"key\":\""
        + value
        + "\"}}";
  }
}
