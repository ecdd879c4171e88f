package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mkube.apiserver.TestServer.Events;
import io.mkube.apiserver.TestServer.Reply;
import io.mkube.store.nats.NatsCluster;
import io.mkube.store.nats.NatsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** An API server on a bucket that three servers of NATS hold, one of which dies. */
@Timeout(180)
final class NatsClusterIT {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.mkube");

  @TempDir private Path directory = Path.of("unset");
  private NatsCluster cluster = unstarted();
  private TestServer server = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    LOG.setLevel(Level.OFF);
    cluster = NatsCluster.start(directory.resolve("nats"));
    server = TestServer.over(cluster.open("mkube"), directory.resolve("server"));
  }

  @AfterEach
  void stop() {
    server.close();
    cluster.close();
    LOG.setLevel(null);
  }

  @Test
  void losesNothingWhenTheLeaderDies() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    create(acknowledged, 50);
    assertTrue(server.store.health().detail().contains("held by 3 servers"));
    try (Events events =
        server.watch(CONFIG_MAPS + "?watch=true&resourceVersion=" + revision("c-49"))) {
      for (int round = 0; round < 2; round++) {
        NatsServer leader = cluster.leader("mkube");
        leader.kill();
        create(acknowledged, 50);
        leader.restart();
        create(acknowledged, 20);
      }
      for (int i = 50; i < acknowledged.size(); i++) {
        assertEquals("ADDED c-" + i, events.nextText());
      }
    }
    for (int i = 0; i < acknowledged.size(); i++) {
      assertEquals(acknowledged.get(i), revision("c-" + i));
    }
  }

  private String revision(String name) {
    return server
        .get(CONFIG_MAPS + "/" + name + "?resourceVersion=0")
        .at("/metadata/resourceVersion");
  }

  /** Creates the next objects; what is refused meanwhile is sent again, as clients do. */
  private void create(List<String> acknowledged, int count) {
    for (int i = 0; i < count; i++) {
      String name = "c-" + acknowledged.size();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                Reply reply = server.post(CONFIG_MAPS, configMap(name));
                if (reply.status() == 503) {
                  assertTrue(reply.at("/reason").equals("ServiceUnavailable"), reply::text);
                  return false;
                }
                // one whose answer was not known may have been stored
                assertTrue(reply.status() == 201 || reply.status() == 409, reply::text);
                return true;
              });
      acknowledged.add(revision(name));
    }
  }

  private static String configMap(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
        + name
        + "\"}}";
  }
}
