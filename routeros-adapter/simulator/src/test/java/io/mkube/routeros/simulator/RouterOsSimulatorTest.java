package io.mkube.routeros.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.fault.FaultPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterOsSimulatorTest {
  private RouterOsSimulator simulator;
  private Rest rest;

  @BeforeEach
  void start() {
    simulator =
        RouterOsSimulator.start(
            SimulatorConfig.defaults()
                .withClock(
                    java.time.Clock.fixed(
                        Instant.parse("2026-02-01T00:00:00Z"), java.time.ZoneOffset.UTC))
                .withFaults(FaultPlan.off()));
    rest = new Rest(simulator);
  }

  @AfterEach
  void stop() {
    rest.close();
    simulator.close();
  }

  @Test
  void runsAContainerFromAddToRemoval() throws IOException {
    rest.add(
        "/interface/veth",
        Map.of("name", "v1", "address", "192.168.1.2/24", "gateway", "192.168.1.1"));
    rest.add("/interface/bridge/port", Map.of("bridge", "bridge", "interface", "v1"));
    String id =
        rest.add(
            "/container",
            Map.of(
                "name",
                "web",
                "remote-image",
                "docker.io/library/nginx:1.27",
                "interface",
                "v1",
                "root-dir",
                "raid1/c/web"));
    assertEquals("true", rest.get("/container/" + id).object().get("downloading/extracting"));

    simulator.advance(Duration.ofSeconds(1));
    assertEquals("true", rest.get("/container/web").object().get("stopped"));

    assertEquals("[]", rest.post("/container/start", Map.of(".id", id)).text());
    simulator.advance(Duration.ofSeconds(1));
    assertEquals("true", rest.get("/container/web").object().get("running"));
    assertEquals("true", rest.get("/interface/veth/v1").object().get("running"));

    assertEquals(400, rest.delete("/container/" + id).status());
    rest.post("/container/stop", Map.of(".id", id));
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(204, rest.delete("/container/" + id).status());
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), rest.get("/container").list());
    assertEquals(404, rest.delete("/container/" + id).status());
    assertTrue(simulator.calls().size() > 8);
  }
}
