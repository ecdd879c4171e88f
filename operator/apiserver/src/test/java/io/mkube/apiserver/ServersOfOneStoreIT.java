package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.store.nats.NatsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Endpoints of {@code default/kubernetes} when several servers share a bucket of NATS. */
@Timeout(180)
final class ServersOfOneStoreIT {
  @TempDir private Path directory = Path.of("unset");
  private NatsServer nats = unstarted();
  private TestServer one = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    nats = NatsServer.start(directory.resolve("nats"));
    one = TestServer.over(nats.open("mkube"), directory.resolve("one"));
  }

  @AfterEach
  void stop() {
    one.close();
    nats.close();
  }

  @Test
  void areListedUntilTheyEnd() throws Exception {
    int own = one.server.port();
    try (TestServer other = TestServer.over(nats.open("mkube"), directory.resolve("other"))) {
      Set<Integer> both = new TreeSet<>(Set.of(own, other.server.port()));
      assertEquals(both, ports(other));
      await().until(() -> ports(one).equals(both));
    }
    await().until(() -> ports(one).equals(Set.of(own)));
  }

  @Test
  void areTakenAwayByTheOthersWhenTheyAreKilled() throws Exception {
    int own = one.server.port();
    try (ServerProcess other = ServerProcess.start(nats.url("mkube"), directory.resolve("other"))) {
      await().until(() -> ports(one).size() == 2);
      other.kill();

      await().atMost(Duration.ofSeconds(90)).until(() -> ports(one).equals(Set.of(own)));
      assertEquals(
          own,
          one.get("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes")
              .json()
              .at("/ports/0/port")
              .asInt());
    }
  }

  private static Set<Integer> ports(TestServer server) {
    Set<Integer> ports = new TreeSet<>();
    JsonNode endpoints = server.get("/api/v1/namespaces/default/endpoints/kubernetes").json();
    for (JsonNode subset : endpoints.path("subsets")) {
      subset.path("ports").forEach(port -> ports.add(port.path("port").asInt()));
    }
    return ports;
  }
}
