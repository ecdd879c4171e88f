package io.mkube.routeros.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.fault.FaultPlan;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A patient caller, who reads before he repeats, gets a hostile device where he wants it. */
class HostileDeviceTest {
  private static final int ROUNDS = 120;
  private static final int CONTAINERS = 3;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void bringsContainersUpAndDownAgain(long seed) {
    FaultPlan hostile =
        FaultPlan.parse("profile=hostile,reset=0.05,lost-reply=0.1,internal-error=0.05");
    SimulatorConfig config =
        SimulatorConfig.defaults()
            .withClock(Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC))
            .withFaults(hostile.withSeed(seed));
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config);
        Rest rest = new Rest(simulator)) {
      converge(simulator, () -> up(rest));
      assertEquals(CONTAINERS, size(simulator, "/container"));
      simulator.reboot();
      simulator.advance(Duration.ofMinutes(1));
      converge(simulator, () -> up(rest));
      converge(simulator, () -> down(rest));
      assertEquals(0, size(simulator, "/container"));
      assertEquals(0, size(simulator, "/interface/veth"));
      assertEquals(0, size(simulator, "/interface/bridge/port"));
    }
  }

  private static int size(RouterOsSimulator simulator, String menu) {
    return Objects.requireNonNull(simulator.world().get(menu)).size();
  }

  private static void converge(RouterOsSimulator simulator, Step step) {
    boolean done = false;
    for (int round = 0; round < ROUNDS && !done; round++) {
      try {
        done = step.run();
      } catch (IOException e) {
        done = false;
      }
      simulator.advance(Duration.ofSeconds(1));
    }
    assertTrue(done, "not reached in " + ROUNDS + " rounds");
  }

  /** One look at the device and what follows from it; true when nothing was left to do. */
  private static boolean up(Rest rest) throws IOException {
    boolean done = true;
    Map<String, Map<String, String>> veths = rows(rest, "/interface/veth");
    Map<String, Map<String, String>> containers = rows(rest, "/container");
    for (int i = 0; i < CONTAINERS; i++) {
      Map<String, String> row = containers.get("web-" + i);
      done &= row != null && "true".equals(row.get("running"));
      if (!veths.containsKey("v" + i)) {
        rest.put("/interface/veth", Map.of("name", "v" + i));
      } else if (row == null) {
        rest.put("/container", wanted(i));
      } else if (row.containsKey("download/extract failed")) {
        rest.delete("/container/" + row.get(".id"));
      } else if ("true".equals(row.get("stopped"))) {
        rest.post("/container/start", Map.of(".id", row.getOrDefault(".id", "")));
      }
    }
    return done;
  }

  private static Map<String, String> wanted(int i) {
    return Map.of(
        "name", "web-" + i,
        "remote-image", "docker.io/library/nginx:1",
        "interface", "v" + i,
        "root-dir", "raid1/c/web-" + i);
  }

  private static boolean down(Rest rest) throws IOException {
    Map<String, Map<String, String>> containers = rows(rest, "/container");
    for (Map<String, String> row : containers.values()) {
      String id = row.getOrDefault(".id", "");
      if ("true".equals(row.get("running"))) {
        rest.post("/container/stop", Map.of(".id", id));
      } else {
        rest.delete("/container/" + id);
      }
    }
    if (!containers.isEmpty()) {
      return false;
    }
    Map<String, Map<String, String>> veths = rows(rest, "/interface/veth");
    for (String name : veths.keySet()) {
      rest.delete("/interface/veth/" + name);
    }
    return veths.isEmpty();
  }

  private static Map<String, Map<String, String>> rows(Rest rest, String menu) throws IOException {
    Rest.Reply reply = rest.get(menu);
    if (reply.status() != 200 || !reply.text().startsWith("[")) {
      throw new IOException("not a list: " + reply);
    }
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (Map<String, String> row : List.copyOf(reply.list())) {
      @Nullable String name = row.get("name");
      rows.put(name == null ? "" : name, row);
    }
    return rows;
  }

  private interface Step {
    boolean run() throws IOException;
  }
}
