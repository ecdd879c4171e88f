package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Conditions;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Starts pods, and ends them when they are deleted, as a kubelet would whose containers start at
 * once. A status that somebody else has written is left alone.
 */
final class PodPlanner {
  /**
   * What the mirror makes of a pod, if it is not to run: {@code hold}, {@code fail} or {@code
   * succeed}.
   */
  static final String BEHAVIOUR = "mkube.io/mirror";

  /** Helm waits for the end of pods that are hooks, among them the tests of charts. */
  private static final String HELM_HOOK = "helm.sh/hook";

  private PodPlanner() {}

  /**
   * Where a pod would run.
   *
   * @param podAddress an address that no other pod has
   * @param hostAddress address of the node, {@code ""} if there is none
   */
  record Site(String podAddress, String hostAddress) {}

  static Plan plan(ObjectNode pod, Site site, Instant now) {
    ObjectMetadata metadata = ObjectMetadata.of(pod);
    Plan.Draft draft = new Plan.Draft();
    if (metadata.deleting()) {
      return metadata.node().path("deletionGracePeriodSeconds").asLong(0) > 0
          ? draft.finish(pod).done()
          : Plan.NOTHING;
    }
    String behaviour = metadata.annotations().getOrDefault(BEHAVIOUR, "");
    boolean gated = !pod.path("spec").path("schedulingGates").isEmpty();
    if (Pods.finished(pod) || gated || behaviour.equals("hold")) {
      return Plan.NOTHING;
    }
    JsonNode present = pod.path("status");
    ObjectNode status = present instanceof ObjectNode known ? known.deepCopy() : Json.object();
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    if (!present.has("startTime")) {
      start(pod, status, site, time);
      end(pod, status, behaviour, time);
    } else if (Pods.phase(pod).equals("Running")) {
      follow(pod, status, time);
    }
    return draft.status(pod, status).done();
  }

  private static void start(ObjectNode pod, ObjectNode status, Site site, String time) {
    boolean onHost = pod.path("spec").path("hostNetwork").asBoolean(false);
    String host = site.hostAddress().isEmpty() ? "127.0.0.1" : site.hostAddress();
    String address = onHost ? host : site.podAddress();
    status.put("phase", "Running");
    status.put("hostIP", host);
    status.putArray("hostIPs").addObject().put("ip", host);
    status.put("podIP", address);
    status.putArray("podIPs").addObject().put("ip", address);
    status.put("startTime", time);
    containers(pod, status, "initContainers", "initContainerStatuses", time);
    containers(pod, status, "containers", "containerStatuses", time);
    for (String type :
        new String[] {
          "PodReadyToStartContainers", "Initialized", "ContainersReady", "PodScheduled"
        }) {
      condition(status, type, true, "", time);
    }
    ready(pod, status, time);
  }

  private static void end(ObjectNode pod, ObjectNode status, String behaviour, String time) {
    boolean fails = behaviour.equals("fail");
    if (!fails && !isDoneAtOnce(pod, behaviour)) {
      return;
    }
    status.put("phase", fails ? "Failed" : "Succeeded");
    for (JsonNode container : status.path("containerStatuses")) {
      terminate((ObjectNode) container, fails ? 1 : 0, time);
      ((ObjectNode) container).put("ready", false).put("started", false);
    }
    String reason = fails ? "PodFailed" : "PodCompleted";
    condition(status, "Ready", false, reason, time);
    condition(status, "ContainersReady", false, reason, time);
    condition(status, "PodReadyToStartContainers", false, "", time);
  }

  /** Pods of Jobs, hooks of Helm and who asks for it, unless their containers are to go on. */
  private static boolean isDoneAtOnce(ObjectNode pod, String behaviour) {
    boolean goesOn = pod.path("spec").path("restartPolicy").asText("Always").equals("Always");
    boolean asked =
        behaviour.equals("succeed") || ObjectMetadata.of(pod).annotations().containsKey(HELM_HOOK);
    return Workload.controller(pod).path("kind").asText().equals("Job") || (asked && !goesOn);
  }

  /** Takes over other images, added containers and readiness gates. */
  private static void follow(ObjectNode pod, ObjectNode status, String time) {
    containers(pod, status, "containers", "containerStatuses", time);
    containers(pod, status, "ephemeralContainers", "ephemeralContainerStatuses", time);
    if (!pod.path("spec").path("readinessGates").isEmpty()) {
      ready(pod, status, time);
    }
  }

  private static void ready(ObjectNode pod, ObjectNode status, String time) {
    ObjectNode gates = Json.object();
    gates.set("status", status);
    boolean open = true;
    for (JsonNode gate : pod.path("spec").path("readinessGates")) {
      open &= Condition.isTrue(gates, gate.path("conditionType").asText());
    }
    boolean containers = Condition.isTrue(gates, "ContainersReady");
    condition(status, "Ready", open && containers, open ? "" : "ReadinessGatesNotReady", time);
  }

  private static void containers(
      ObjectNode pod, ObjectNode status, String field, String statusField, String time) {
    ArrayNode statuses = Json.object().arrayNode();
    for (JsonNode container : pod.path("spec").path(field)) {
      ObjectNode known = known(status.path(statusField), container.path("name").asText());
      boolean init = field.equals("initContainers");
      boolean sidecar = init && container.path("restartPolicy").asText().equals("Always");
      if (known.isEmpty()) {
        statuses.add(started(pod, container, field, time));
        if (init && !sidecar) {
          terminate((ObjectNode) statuses.get(statuses.size() - 1), 0, time);
        }
      } else {
        statuses.add(restarted(known, container, time));
      }
    }
    if (!statuses.isEmpty()) {
      status.set(statusField, statuses);
    }
  }

  private static ObjectNode known(JsonNode statuses, String name) {
    for (JsonNode status : statuses) {
      if (status.path("name").asText().equals(name)) {
        return ((ObjectNode) status).deepCopy();
      }
    }
    return Json.object();
  }

  private static ObjectNode started(ObjectNode pod, JsonNode container, String field, String time) {
    String image = container.path("image").asText();
    String id = ObjectMetadata.of(pod).uid() + "/" + field + "/" + container.path("name").asText();
    ObjectNode status =
        Json.object()
            .put("name", container.path("name").asText())
            .put("image", image)
            .put("imageID", image)
            .put("containerID", "mirror://" + id(id))
            .put("ready", !field.equals("ephemeralContainers"))
            .put("started", true)
            .put("restartCount", 0);
    status.putObject("lastState");
    status.putObject("state").putObject("running").put("startedAt", time);
    return status;
  }

  private static ObjectNode restarted(ObjectNode status, JsonNode container, String time) {
    String image = container.path("image").asText();
    if (!status.path("image").asText().equals(image)) {
      status.put("image", image).put("imageID", image);
      status.put("restartCount", status.path("restartCount").asInt() + 1);
      status.putObject("state").putObject("running").put("startedAt", time);
    }
    return status;
  }

  private static void terminate(ObjectNode status, int exitCode, String time) {
    status.put("started", false);
    ObjectNode terminated = status.putObject("state").putObject("terminated");
    terminated.put("containerID", status.path("containerID").asText());
    terminated.put("exitCode", exitCode).put("reason", exitCode == 0 ? "Completed" : "Error");
    terminated.put("startedAt", time).put("finishedAt", time);
  }

  private static String id(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void condition(
      ObjectNode status, String type, boolean holds, String reason, String time) {
    Conditions.put(status, new Condition(type, holds ? "True" : "False", reason, ""), time);
  }
}
