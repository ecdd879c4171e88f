package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mkube.apiserver.TestServer.Events;
import io.mkube.apiserver.TestServer.Reply;
import io.mkube.store.embedded.FailingStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What clients see when the disk of the embedded store fails. */
@Timeout(120)
final class FailedDiskTest {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

  @TempDir private Path directory = Path.of("unset");
  private FailingStore disk = unstarted();
  private TestServer server = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeAll
  static void silenceLog() {
    logger().setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLog() {
    logger().setLevel(null);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.mkube");
  }

  @BeforeEach
  void start() throws Exception {
    disk = new FailingStore(directory.resolve("store"));
    server = TestServer.over(disk.open(), directory.resolve("server"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Input/output error", "No space left on device"})
  void readsGoOnAndWritesAreRefused(String reason) throws Exception {
    Reply before = server.post(CONFIG_MAPS, configMap("before"));
    assertEquals(201, before.status(), before::text);
    String revision = before.at("/metadata/resourceVersion");
    try (Events events = server.watch(CONFIG_MAPS + "?watch=true&resourceVersion=0")) {
      if (reason.startsWith("No space")) {
        disk.failWrites(reason);
      } else {
        disk.failForces(reason);
      }
      Reply first = server.post(CONFIG_MAPS, configMap("first"));
      assertEquals(503, first.status(), first::text);
      disk.heal();

      for (Reply refused :
          new Reply[] {
            server.post(CONFIG_MAPS, configMap("later")),
            server.merge(CONFIG_MAPS + "/before", "{\"data\":{\"a\":\"b\"}}"),
            server.delete(CONFIG_MAPS + "/before", "")
          }) {
        assertEquals(503, refused.status(), refused::text);
        assertEquals("ServiceUnavailable", refused.at("/reason"));
        assertTrue(refused.at("/message").contains("read-only"), refused::text);
        assertTrue(refused.at("/message").contains(reason), refused::text);
        assertFalse(refused.header("Retry-After").isEmpty());
      }

      assertEquals(revision, server.get(CONFIG_MAPS + "/before").at("/metadata/resourceVersion"));
      assertEquals(404, server.get(CONFIG_MAPS + "/first").status());
      assertEquals(200, server.get(CONFIG_MAPS).status());
      await().until(() -> events.nextText().equals("ADDED before"));
      Reply unready = server.get("/readyz?verbose");
      assertEquals(500, unready.status());
      assertTrue(unready.text().contains(reason), unready::text);
      assertEquals(200, server.get("/livez").status());
    }
  }

  @Test
  void hasWhatItAcknowledgedAfterARestartOnAGoodDisk() throws Exception {
    String last = "";
    for (int i = 0; i < 20; i++) {
      Reply made = server.post(CONFIG_MAPS, configMap("c-" + i));
      last = made.at("/metadata/resourceVersion");
    }
    disk.failForces("Input/output error");
    assertEquals(503, server.post(CONFIG_MAPS, configMap("lost")).status());
    server.close();
    disk.heal();

    server = TestServer.over(disk.open(), directory.resolve("server"));

    assertEquals(last, server.get(CONFIG_MAPS + "/c-19").at("/metadata/resourceVersion"));
    assertEquals(200, server.get("/readyz").status());
    Reply again = server.post(CONFIG_MAPS, configMap("again"));
    assertEquals(201, again.status(), again::text);
    assertTrue(Long.parseLong(again.at("/metadata/resourceVersion")) > Long.parseLong(last));
  }

  private static String configMap(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
        + name
        + "\"}}";
  }
}
