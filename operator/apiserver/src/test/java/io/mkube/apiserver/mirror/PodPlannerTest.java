package io.mkube.apiserver.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.PodPlanner.Site;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.object.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PodPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Site SITE = new Site("10.0.0.7", "");
  private static final String TOLD = "\"mkube.io/mirror\": \"succeed\"";
  private static final String HOOK = "\"helm.sh/hook\": \"test\"";

  @Test
  void letsPodsSucceedThatAreTold() {
    ObjectNode pod = started(TOLD, "Never");

    assertEquals("Succeeded", pod.at("/status/phase").asText());
    assertEquals(
        "Completed", pod.at("/status/containerStatuses/0/state/terminated/reason").asText());
    assertEquals("Succeeded", started(TOLD, "OnFailure").at("/status/phase").asText());
  }

  @Test
  void letsHooksOfHelmSucceed() {
    assertEquals("Succeeded", started(HOOK, "Never").at("/status/phase").asText());
    assertEquals(
        "Failed",
        started(HOOK + ", \"mkube.io/mirror\": \"fail\"", "Never").at("/status/phase").asText());
  }

  @Test
  void letsPodsRunWhoseContainersAreStartedAgain() {
    assertEquals("Running", started(TOLD, "Always").at("/status/phase").asText());
    assertEquals("Running", started(HOOK, "Always").at("/status/phase").asText());
    assertEquals("Running", started("", "Never").at("/status/phase").asText());
  }

  private static ObjectNode started(String annotations, String restartPolicy) {
    String pod =
        """
        {"metadata": {"name": "p", "uid": "u", "annotations": {%s}},
         "spec": {"restartPolicy": "%s", "containers": [{"name": "c", "image": "i:1"}]}}
        """
            .formatted(annotations, restartPolicy);
    ObjectNode read = Json.read(pod.getBytes(StandardCharsets.UTF_8));
    Step step = PodPlanner.plan(read, SITE, NOW).steps().getFirst();
    return assertInstanceOf(Step.UpdateStatus.class, step).object();
  }
}
