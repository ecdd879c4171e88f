package io.mkube.apiserver.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodePlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void makesANodeReadyOfWhichNobodySaidHowItIs() {
    ObjectNode node = node("{\"status\":{\"capacity\":{\"memory\":\"1Gi\"}}}");

    List<Step> steps = NodePlanner.plan(node, NOW).steps();

    assertEquals(1, steps.size());
    ObjectNode changed = assertInstanceOf(Step.UpdateStatus.class, steps.getFirst()).object();
    assertEquals("1Gi", changed.at("/status/capacity/memory").asText());
    assertTrue(Condition.isTrue(changed, "Ready"));
    assertFalse(Condition.isTrue(changed, "MemoryPressure"));
    assertEquals(4, changed.at("/status/conditions").size());
    assertEquals(
        "2026-01-02T03:04:05Z", changed.at("/status/conditions/3/lastHeartbeatTime").asText());
    assertEquals(Plan.NOTHING, NodePlanner.plan(changed, NOW.plusSeconds(60)));
  }

  @Test
  void leavesWhatSomebodySaidOfANode() {
    String down = "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"Unknown\"}]}}";
    String held = "{\"metadata\":{\"annotations\":{\"mkube.io/mirror\":\"hold\"}}}";
    String going = "{\"metadata\":{\"deletionTimestamp\":\"2026-01-02T03:04:05Z\"}}";

    for (String node : List.of(down, held, going)) {
      assertEquals(Plan.NOTHING, NodePlanner.plan(node(node), NOW), node);
    }
  }

  private static ObjectNode node(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
