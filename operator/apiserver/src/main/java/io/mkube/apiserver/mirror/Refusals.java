package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which workloads were not allowed to make what they want, and when they may try again: each time
 * after twice the wait. Thread-safe.
 */
final class Refusals {
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 7;

  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
  private final Clock clock;

  Refusals(Clock clock) {
    this.clock = clock;
  }

  private record Refusal(String message, int count, Instant until) {}

  /** What was said to a workload last, empty if it was allowed. */
  Optional<String> of(String uid) {
    return Optional.ofNullable(refusals.get(uid)).map(Refusal::message);
  }

  /** Whether it is too early to try again. */
  boolean waits(String uid) {
    Refusal refusal = refusals.get(uid);
    return refusal != null && clock.instant().isBefore(refusal.until());
  }

  /** Notes that a workload was refused; returns how long it waits. */
  Duration refused(String uid, String message) {
    Refusal before = refusals.get(uid);
    int count = before == null ? 0 : before.count() + 1;
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count, MOST_DOUBLINGS));
    Duration limited = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    refusals.put(uid, new Refusal(message, count, clock.instant().plus(limited)));
    return limited;
  }

  /** The workload has what it wants, or is gone. */
  void forget(String uid) {
    refusals.remove(uid);
  }

  /** What the controller of the kind says of it in Kubernetes. */
  ObjectNode event(Workload workload, String refusal) {
    String kind = workload.object().path("kind").asText();
    String component =
        switch (kind) {
          case "ReplicationController" -> "replication-controller";
          case "ReplicaSet", "DaemonSet", "StatefulSet", "Job" ->
              kind.toLowerCase(Locale.ROOT) + "-controller";
          default -> "deployment-controller";
        };
    String time = ObjectMetadata.timestamp(clock);
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("generateName", workload.name() + ".")
        .put("namespace", workload.metadata().namespace());
    event
        .putObject("involvedObject")
        .put("apiVersion", workload.object().path("apiVersion").asText())
        .put("kind", kind)
        .put("name", workload.name())
        .put("namespace", workload.metadata().namespace())
        .put("uid", workload.uid())
        .put("resourceVersion", workload.metadata().resourceVersion());
    event.put("reason", "FailedCreate").put("message", "Error creating: " + refusal);
    event.putObject("source").put("component", component);
    event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
    event.put("type", "Warning").putNull("eventTime");
    return event.put("reportingComponent", component).put("reportingInstance", "");
  }
}
