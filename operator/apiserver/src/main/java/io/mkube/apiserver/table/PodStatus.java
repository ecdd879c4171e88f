package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code kubectl get pods} tells of a pod: readiness, a reason in one word, restarts. */
final class PodStatus {
  private final ObjectNode pod;
  private final Set<String> sidecars = new HashSet<>();
  private String reason;
  private int ready;
  private int total;
  private int read;
  private long restarts;
  private @Nullable Instant lastRestart;

  private PodStatus(ObjectNode pod) {
    this.pod = pod;
    JsonNode status = pod.path("status");
    this.reason =
        status.path("reason").asText().isEmpty()
            ? status.path("phase").asText()
            : status.path("reason").asText();
  }

  static PodStatus of(ObjectNode pod) {
    PodStatus status = new PodStatus(pod);
    status.readSchedulingGates();
    status.readSpec();
    boolean initializing = status.readInitContainers();
    if (!initializing || status.isConditionTrue("Initialized")) {
      status.readContainers();
    }
    status.readDeletion();
    return status;
  }

  String ready() {
    return ready + "/" + total;
  }

  String reason() {
    return reason;
  }

  /** How often containers were restarted, and how long ago at last. */
  String restarts(Instant now) {
    return restarts == 0 || lastRestart == null
        ? Long.toString(restarts)
        : restarts + " (" + HumanDuration.of(Duration.between(lastRestart, now)) + " ago)";
  }

  private void readSchedulingGates() {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("PodScheduled")
          && condition.path("reason").asText().equals("SchedulingGated")) {
        reason = "SchedulingGated";
      }
    }
  }

  private void readSpec() {
    total = pod.path("spec").path("containers").size();
    for (JsonNode container : pod.path("spec").path("initContainers")) {
      if (container.path("restartPolicy").asText().equals("Always")) {
        sidecars.add(container.path("name").asText());
        total++;
      }
    }
  }

  /** Returns whether init containers still have to finish; sidecars only have to start. */
  private boolean readInitContainers() {
    JsonNode statuses = pod.path("status").path("initContainerStatuses");
    int number = pod.path("spec").path("initContainers").size();
    long restartsOfInit = 0;
    for (int i = 0; i < statuses.size(); i++) {
      JsonNode status = statuses.get(i);
      boolean sidecar = sidecars.contains(status.path("name").asText());
      restartsOfInit += status.path("restartCount").asLong();
      lastRestart = later(lastRestart, status);
      JsonNode terminated = status.path("state").path("terminated");
      JsonNode waiting = status.path("state").path("waiting");
      if (terminated.isObject() && terminated.path("exitCode").asInt() == 0) {
        continue;
      }
      if (sidecar && status.path("started").asBoolean()) {
        ready += status.path("ready").asBoolean() ? 1 : 0;
        continue;
      }
      String waitReason = waiting.path("reason").asText();
      if (terminated.isObject()) {
        reason = "Init:" + ended(terminated);
      } else if (!waitReason.isEmpty() && !waitReason.equals("PodInitializing")) {
        reason = "Init:" + waitReason;
      } else {
        reason = "Init:" + i + "/" + number;
      }
      restarts = restartsOfInit;
      read = i + 1;
      return true;
    }
    read = statuses.size();
    return false;
  }

  /** Once the pod is initialized, only those init containers count that go on running. */
  private void countSidecars() {
    JsonNode statuses = pod.path("status").path("initContainerStatuses");
    restarts = 0;
    lastRestart = null;
    for (int i = 0; i < read; i++) {
      if (sidecars.contains(statuses.get(i).path("name").asText())) {
        restarts += statuses.get(i).path("restartCount").asLong();
        lastRestart = later(lastRestart, statuses.get(i));
      }
    }
  }

  private void readContainers() {
    countSidecars();
    boolean running = false;
    List<JsonNode> statuses = new ArrayList<>();
    pod.path("status").path("containerStatuses").forEach(statuses::add);
    Collections.reverse(statuses);
    for (JsonNode status : statuses) {
      restarts += status.path("restartCount").asLong();
      lastRestart = later(lastRestart, status);
      JsonNode state = status.path("state");
      String waitReason = state.path("waiting").path("reason").asText();
      if (!waitReason.isEmpty()) {
        reason = waitReason;
      } else if (state.path("terminated").isObject()) {
        reason = ended(state.path("terminated"));
      } else if (status.path("ready").asBoolean() && state.path("running").isObject()) {
        running = true;
        ready++;
      }
    }
    if (reason.equals("Completed") && running) {
      reason = isConditionTrue("Ready") ? "Running" : "NotReady";
    }
  }

  private void readDeletion() {
    if (!pod.path("metadata").has("deletionTimestamp")) {
      return;
    }
    boolean lost = pod.path("status").path("reason").asText().equals("NodeLost");
    String phase = pod.path("status").path("phase").asText();
    if (lost) {
      reason = "Unknown";
    } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
      reason = "Terminating";
    }
  }

  private static @Nullable Instant later(@Nullable Instant known, JsonNode status) {
    String ended = status.path("lastState").path("terminated").path("finishedAt").asText();
    Instant time = HumanDuration.instant(ended).orElse(known);
    return known == null || (time != null && time.isAfter(known)) ? time : known;
  }

  private static String ended(JsonNode terminated) {
    String told = terminated.path("reason").asText();
    if (!told.isEmpty()) {
      return told;
    }
    return terminated.path("signal").asInt() != 0
        ? "Signal:" + terminated.path("signal").asInt()
        : "ExitCode:" + terminated.path("exitCode").asInt();
  }

  private boolean isConditionTrue(String type) {
    return conditions().getOrDefault(type, "").equals("True");
  }

  private Map<String, String> conditions() {
    Map<String, String> conditions = new HashMap<>();
    for (JsonNode condition : pod.path("status").path("conditions")) {
      conditions.put(condition.path("type").asText(), condition.path("status").asText());
    }
    return conditions;
  }
}
