package io.mkube.apiserver.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import io.mkube.apiserver.storage.ObjectStorage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the disruption budgets before a pod is evicted. Their numbers come from whoever keeps their
 * status; one whose status nobody has written yet allows nothing.
 */
final class PodEviction {
  private static final String REFUSAL =
      "Cannot evict pod as it would violate the pod's disruption budget.";
  private static final String CAUSE = "DisruptionBudget";
  private static final int RETRY_SECONDS = 10;

  private final ObjectStorage storage;
  private final Clock clock;

  PodEviction(ObjectStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Takes one disruption from the pod's budget.
   *
   * @param pod the pod
   * @param dryRun whether the budget keeps its disruption
   * @throws ApiException with 429 if the budget allows none, 500 if there are several
   */
  void allow(ObjectNode pod, boolean dryRun) {
    if (needsNoBudget(pod)) {
      return;
    }
    List<CachedObject> budgets = budgets(pod);
    if (budgets.size() > 1) {
      throw new ApiException(
          new Failure.Internal(
              "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                  + " not support."));
    }
    if (budgets.isEmpty()) {
      return;
    }
    var unused =
        storage.change(
            budgets.getFirst().key(),
            budget -> {
              if (!Condition.isTrue(pod, "Ready") && mayGoUnready(budget)) {
                return Optional.empty();
              }
              take(budget, ObjectMetadata.of(pod).name());
              return dryRun ? Optional.empty() : Optional.of(budget);
            });
  }

  private static boolean needsNoBudget(ObjectNode pod) {
    return switch (pod.path("status").path("phase").asText()) {
      case "Succeeded", "Failed", "Pending" -> true;
      default -> ObjectMetadata.of(pod).deleting();
    };
  }

  private List<CachedObject> budgets(ObjectNode pod) {
    ObjectMetadata metadata = ObjectMetadata.of(pod);
    List<CachedObject> found = new ArrayList<>();
    for (CachedObject budget :
        storage
            .of("policy", "poddisruptionbudgets")
            .list(ListScope.all(metadata.namespace()), object -> true)
            .items()) {
      JsonNode selector = budget.decode().path("spec").path("selector");
      if (selector.isObject() && LabelSelector.of(selector).matches(metadata.labels())) {
        found.add(budget);
      }
    }
    return found;
  }

  /** Pods that serve nobody may go if the others are enough, or always if the budget says so. */
  private static boolean mayGoUnready(ObjectNode budget) {
    JsonNode status = budget.path("status");
    int desired = status.path("desiredHealthy").asInt();
    return budget.path("spec").path("unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow")
        || (desired > 0 && status.path("currentHealthy").asInt() >= desired);
  }

  private void take(ObjectNode budget, String pod) {
    ObjectMetadata metadata = ObjectMetadata.of(budget);
    JsonNode present = budget.path("status");
    if (present.path("observedGeneration").asLong() < metadata.generation()) {
      throw refusal(
          RETRY_SECONDS,
          "The disruption budget " + metadata.name() + " is still being processed by the server.");
    }
    int allowed = present.path("disruptionsAllowed").asInt();
    if (allowed <= 0) {
      throw refusal(
          0,
          "The disruption budget "
              + metadata.name()
              + " needs "
              + present.path("desiredHealthy").asInt()
              + " healthy pods and has "
              + present.path("currentHealthy").asInt()
              + " currently");
    }
    ObjectNode status = budget.withObject("/status");
    status.put("disruptionsAllowed", allowed - 1);
    status.withObject("/disruptedPods").put(pod, ObjectMetadata.timestamp(clock));
  }

  private static ApiException refusal(int retrySeconds, String cause) {
    return new ApiException(
        new Failure.TooManyRequests(
            REFUSAL, retrySeconds, List.of(new Failure.Cause(CAUSE, cause, ""))));
  }
}
