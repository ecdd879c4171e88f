package io.mkube.controllers.binding;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The condition {@code PodScheduled} of pods that fit nowhere. Pure. */
final class PodScheduled {
  private static final String TYPE = "PodScheduled";
  private static final String FALSE = "False";

  private PodScheduled() {}

  /** The pod with the condition; empty when it says so already. */
  static Optional<Pod> report(Pod pod, BindingDecision.Wait wait, Instant now) {
    Optional<PodCondition> waiting =
        pod.getStatus() == null
            ? Optional.empty()
            : pod.getStatus().getConditions().stream()
                .filter(condition -> TYPE.equals(condition.getType()))
                .filter(condition -> FALSE.equals(condition.getStatus()))
                .findFirst();
    if (waiting
        .filter(condition -> wait.reason().equals(condition.getReason()))
        .filter(condition -> wait.message().equals(condition.getMessage()))
        .isPresent()) {
      return Optional.empty();
    }
    PodCondition condition =
        new PodConditionBuilder()
            .withType(TYPE)
            .withStatus(FALSE)
            .withReason(wait.reason())
            .withMessage(wait.message())
            .withLastTransitionTime(
                waiting
                    .map(PodCondition::getLastTransitionTime)
                    .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()))
            .build();
    return Optional.of(
        new PodBuilder(pod)
            .editOrNewStatus()
            .removeMatchingFromConditions(old -> TYPE.equals(old.getType()))
            .addToConditions(condition)
            .endStatus()
            .build());
  }
}
