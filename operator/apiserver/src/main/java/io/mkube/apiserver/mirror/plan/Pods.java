package io.mkube.apiserver.mirror.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What controllers ask of pods. */
public final class Pods {
  /** Those that are missed least come first. */
  public static final Comparator<ObjectNode> DISPENSABLE_FIRST =
      Comparator.comparing((ObjectNode pod) -> ready(pod))
          .thenComparingLong(Pods::deletionCost)
          .thenComparing(
              pod -> ObjectMetadata.of(pod).creationTimestamp(), Comparator.reverseOrder())
          .thenComparing(pod -> ObjectMetadata.of(pod).name());

  private Pods() {}

  public static boolean finished(JsonNode pod) {
    return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
  }

  public static String phase(JsonNode pod) {
    return pod.path("status").path("phase").asText();
  }

  /** Whether a pod counts: neither finished nor on its way out. */
  public static boolean active(ObjectNode pod) {
    return !finished(pod) && !ObjectMetadata.of(pod).deleting();
  }

  public static boolean ready(JsonNode pod) {
    return Condition.isTrue(pod, "Ready");
  }

  /** When a pod that is ready counts as available; empty if it is not ready. */
  public static Optional<Instant> availableAt(JsonNode pod, Duration minReady) {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")
          && condition.path("status").asText().equals("True")) {
        return Optional.of(time(condition.path("lastTransitionTime").asText()).plus(minReady));
      }
    }
    return Optional.empty();
  }

  /** How many pods are available; the draft looks again when the next one becomes so. */
  public static int available(
      List<ObjectNode> pods, Duration minReady, Instant now, Plan.Draft draft) {
    int available = 0;
    for (ObjectNode pod : pods) {
      Optional<Instant> when = availableAt(pod, minReady);
      if (when.isPresent() && (minReady.isZero() || !when.get().isAfter(now))) {
        available++;
      } else {
        when.ifPresent(draft::again);
      }
    }
    return available;
  }

  public static int ready(List<ObjectNode> pods) {
    return (int) pods.stream().filter(Pods::ready).count();
  }

  /** A time of an object; the epoch if it is not readable. */
  public static Instant time(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static long deletionCost(JsonNode pod) {
    String cost =
        pod.path("metadata")
            .path("annotations")
            .path("controller.kubernetes.io/pod-deletion-cost")
            .asText("0");
    try {
      return Long.parseLong(cost);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
