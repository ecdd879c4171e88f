package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.TestServer.Events;
import io.mkube.apiserver.TestServer.Reply;
import io.mkube.store.nats.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients get while NATS is away, and for what NATS does not take. */
@Timeout(120)
final class NatsDownIT {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

  @TempDir private Path directory = Path.of("unset");
  private NatsServer nats = unstarted();
  private TestServer server = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    nats = NatsServer.start(directory.resolve("nats"), "max_payload: 64KB\n");
    server = TestServer.over(nats.open("mkube"), directory.resolve("server"));
  }

  @AfterEach
  void stop() {
    server.close();
    nats.close();
  }

  @Test
  void answersWhatItKnowsAndAsksClientsToRetryTheRest() throws Exception {
    Reply created = server.post(CONFIG_MAPS, configMap("a", "x"));
    assertEquals(201, created.status(), created::text);
    try (Events events =
        server.watch(
            CONFIG_MAPS
                + "?watch=true&resourceVersion="
                + created.at("/metadata/resourceVersion"))) {
      nats.kill();
      await().until(() -> !server.store.health().writable());

      Reply refused = server.post(CONFIG_MAPS, configMap("b", "x"));
      assertEquals(503, refused.status(), refused::text);
      assertEquals("ServiceUnavailable", refused.at("/reason"));
      assertEquals("1", refused.header("Retry-After"));
      assertEquals(503, server.get(CONFIG_MAPS + "/a").status());
      assertEquals(200, server.get(CONFIG_MAPS + "?resourceVersion=0").status());
      Reply unready = server.get("/readyz?verbose");
      assertEquals(500, unready.status());
      assertTrue(unready.text().contains("NATS is not connected"), unready::text);
      assertEquals(200, server.get("/livez").status());

      nats.restart();
      await().until(() -> server.store.health().writable());
      assertEquals(201, server.post(CONFIG_MAPS, configMap("b", "x")).status());
      assertEquals("ADDED b", events.nextText());
      assertEquals(200, server.get(CONFIG_MAPS + "/a").status());
      assertEquals(200, server.get("/readyz").status());
    }
  }

  @Test
  void leavesNoGapInAWatchWhenTheServerIsKilledUnderWrites() throws Exception {
    String start = server.get(CONFIG_MAPS).at("/metadata/resourceVersion");
    try (Events events = server.watch(CONFIG_MAPS + "?watch=true&resourceVersion=" + start);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String prefix = "w" + writer + "-";
        running.add(writers.submit(() -> createAll(prefix, 30)));
      }
      Set<String> seen = new HashSet<>();
      long last = Long.parseLong(start);
      while (seen.size() < 120) {
        JsonNode event = events.next();
        assertEquals("ADDED", event.path("type").asText(), event::toString);
        long revision = event.at("/object/metadata/resourceVersion").asLong();
        assertTrue(revision > last, event::toString);
        last = revision;
        assertTrue(seen.add(event.at("/object/metadata/name").asText()), event::toString);
        if (seen.size() == 30 || seen.size() == 80) {
          nats.kill();
          nats.restart();
        }
      }
      for (Future<Integer> writer : running) {
        assertEquals(30, writer.get());
      }
      assertEquals(
          seen.size(),
          (int)
              server.get(CONFIG_MAPS).json().path("items").findValuesAsText("name").stream()
                  .filter(seen::contains)
                  .distinct()
                  .count());
    }
  }

  /** What is refused meanwhile is sent again, as clients do. */
  private int createAll(String prefix, int count) {
    int created = 0;
    for (int i = 0; i < count; i++) {
      String object = configMap(prefix + i, "x");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                Reply reply = server.post(CONFIG_MAPS, object);
                // one whose answer was not known may have been stored
                assertTrue(Set.of(201, 409, 503).contains(reply.status()), reply::text);
                return reply.status() != 503;
              });
      created++;
    }
    return created;
  }

  @Test
  void refusesWhatExceedsThePayloadOfTheServerAndNamesTheSetting() {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);

    Reply refused =
        server.post(CONFIG_MAPS, configMap("large", Base64.getEncoder().encodeToString(noise)));

    assertEquals(413, refused.status(), refused::text);
    assertEquals("RequestEntityTooLarge", refused.at("/reason"));
    assertTrue(refused.at("/message").contains("max_payload"), refused::text);
    assertTrue(refused.at("/message").contains("65536"), refused::text);
    assertEquals(
        201, server.post(CONFIG_MAPS, configMap("even", "compressible ".repeat(20_000))).status());
  }

  @Test
  void refusesWritesWhenTheBucketIsFullUntilSomethingIsDeleted() throws Exception {
    server.close();
    server = TestServer.over(nats.open("small?max_bytes=1500000"), directory.resolve("small"));
    int created = 0;
    Reply reply = server.post(CONFIG_MAPS, configMap("c-0", noise(0)));
    while (reply.status() == 201) {
      created++;
      reply = server.post(CONFIG_MAPS, configMap("c-" + created, noise(created)));
    }
    assertEquals(503, reply.status(), reply::text);
    assertTrue(reply.at("/message").contains("of max_bytes 1,500,000"), reply::text);
    assertEquals("1", reply.header("Retry-After"));
    Reply unready = server.get("/readyz?verbose");
    assertEquals(500, unready.status());
    assertTrue(unready.text().contains("the bucket is full"), unready::text);
    assertEquals(200, server.get(CONFIG_MAPS + "/c-0").status());

    for (int i = 0; i < 3; i++) {
      assertEquals(200, server.delete(CONFIG_MAPS + "/c-" + i, "").status());
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> server.store.health().writable());
    assertEquals(201, server.post(CONFIG_MAPS, configMap("c-0", noise(0))).status());
  }

  @Test
  void saysThatTheServerIsOutOfRoomUntilItHasSomeAgain() throws Exception {
    String settings =
        "max_payload: 64KB\njetstream { store_dir: \"%s\", max_file_store: 3000000 }\n"
            .formatted(directory.resolve("limited/store"));
    server.close();
    try (NatsServer limited = NatsServer.start(directory.resolve("limited"), settings)) {
      fill(limited, 2_000_000);
      server = TestServer.over(limited.open("mkube"), directory.resolve("limited/server"));
      int created = 0;
      Reply reply = server.post(CONFIG_MAPS, configMap("c-0", noise(0)));
      while (reply.status() == 201) {
        created++;
        reply = server.post(CONFIG_MAPS, configMap("c-" + created, noise(created)));
      }
      assertEquals(503, reply.status(), reply::text);
      assertTrue(reply.at("/message").contains("nats-server has no room: "), reply::text);
      assertTrue(reply.at("/message").endsWith("the write did not happen"), reply::text);
      assertEquals("1", reply.header("Retry-After"));
      Reply unready = server.get("/readyz?verbose");
      assertEquals(500, unready.status());
      assertTrue(unready.text().contains("raise max_file_store"), unready::text);
      assertEquals(200, server.get("/livez").status());
      assertEquals(200, server.get(CONFIG_MAPS + "/c-0").status());

      empty(limited);
      await().atMost(Duration.ofSeconds(60)).until(() -> server.get("/readyz").status() == 200);
      assertEquals(201, server.post(CONFIG_MAPS, configMap("after", noise(0))).status());
      for (int i = 0; i < created; i++) {
        assertEquals(200, server.get(CONFIG_MAPS + "/c-" + i).status());
      }
      server.close();
    }
  }

  /** Somebody else's data. */
  private static void fill(NatsServer limited, int bytes) throws Exception {
    Connection other = Nats.connect(limited.url(""));
    try {
      other
          .keyValueManagement()
          .create(KeyValueConfiguration.builder().name("other").maxHistoryPerKey(64).build());
      for (int i = 0; i < bytes / 50_000; i++) {
        other.keyValue("other").put("key-" + i, new byte[50_000]);
      }
    } finally {
      other.close();
    }
  }

  private static void empty(NatsServer limited) throws Exception {
    Connection other = Nats.connect(limited.url(""));
    try {
      other.keyValueManagement().delete("other");
    } finally {
      other.close();
    }
  }

  private static String noise(int seed) {
    byte[] bytes = new byte[30_000];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String configMap(String name, String value) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
        + name
        + "\"},\"data\":{\"key\":\""
        + value
        + "\"}}";
  }
}
