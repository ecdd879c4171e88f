package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes a Node ready of which nobody has said how it is, as its kubelet would. Conditions that
 * somebody else has written are left alone.
 */
final class NodePlanner {
  private NodePlanner() {}

  static Plan plan(ObjectNode node, Instant now) {
    JsonNode present = node.path("status");
    boolean held = ObjectMetadata.of(node).annotations().containsKey(PodPlanner.BEHAVIOUR);
    if (held || ObjectMetadata.of(node).deleting() || !present.path("conditions").isEmpty()) {
      return Plan.NOTHING;
    }
    ObjectNode status = present instanceof ObjectNode known ? known.deepCopy() : Json.object();
    ArrayNode conditions = status.putArray("conditions");
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    add(conditions, "MemoryPressure", "False", "KubeletHasSufficientMemory", time)
        .put("message", "kubelet has sufficient memory available");
    add(conditions, "DiskPressure", "False", "KubeletHasNoDiskPressure", time)
        .put("message", "kubelet has no disk pressure");
    add(conditions, "PIDPressure", "False", "KubeletHasSufficientPID", time)
        .put("message", "kubelet has sufficient PID available");
    add(conditions, "Ready", "True", "KubeletReady", time)
        .put("message", "kubelet is posting ready status");
    return new Plan.Draft().status(node, status).done();
  }

  private static ObjectNode add(
      ArrayNode conditions, String type, String status, String reason, String time) {
    return conditions
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("lastHeartbeatTime", time)
        .put("lastTransitionTime", time)
        .put("reason", reason);
  }
}
