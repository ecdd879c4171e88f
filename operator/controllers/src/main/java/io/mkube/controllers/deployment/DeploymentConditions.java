package io.mkube.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.mkube.controllers.deployment.DeploymentDesire.Update;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The status of a Deployment in the words of Kubernetes' own controller, which {@code kubectl
 * rollout status} and {@code kubectl wait} look for. Pure.
 */
final class DeploymentConditions {
  private static final String AVAILABLE = "Available";
  private static final String PROGRESSING = "Progressing";
  private static final String REPLICA_FAILURE = "ReplicaFailure";
  private static final String COMPLETE = "NewReplicaSetAvailable";
  private static final String UPDATING = "ReplicaSetUpdated";
  private static final String TIMED_OUT = "ProgressDeadlineExceeded";
  private static final String PAUSED = "DeploymentPaused";

  private final DeploymentDesire desire;
  private final DeploymentStatus before;
  private final Counts was;
  private final Counts is;
  private final long generation;
  private final Instant now;

  private DeploymentConditions(
      DeploymentDesire desire,
      List<ReplicaPod> pods,
      @Nullable DeploymentStatus before,
      long generation,
      Instant now) {
    this.desire = desire;
    this.before = before == null ? new DeploymentStatus() : before;
    this.was = Counts.of(this.before);
    this.is = Counts.of(desire, pods);
    this.generation = generation;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The status to write.
   *
   * @param before the status so far
   * @param generation generation of the Deployment
   * @param failure why a pod could not be created; null when nothing failed
   */
  static DeploymentStatus describe(
      DeploymentDesire desire,
      DeploymentObservation observation,
      @Nullable DeploymentStatus before,
      long generation,
      @Nullable String failure,
      Instant now) {
    return new DeploymentConditions(desire, observation.pods(), before, generation, now)
        .status(failure);
  }

  /**
   * Time until the deadline of a roll-out that goes on; empty when there is nothing to wait for.
   */
  static Optional<Duration> deadline(
      DeploymentDesire desire, DeploymentStatus status, Instant now) {
    return find(status, PROGRESSING)
        .filter(condition -> UPDATING.equals(condition.getReason()))
        .flatMap(condition -> time(condition.getLastUpdateTime()))
        .map(since -> Duration.between(now, since.plus(desire.progressDeadline())))
        .map(left -> left.isNegative() ? Duration.ZERO : left.plusSeconds(1));
  }

  private DeploymentStatus status(@Nullable String failure) {
    List<DeploymentCondition> conditions = new ArrayList<>();
    boolean enough = is.available() >= desire.replicas() - desire.maxUnavailable();
    conditions.add(
        enough
            ? condition(
                AVAILABLE,
                "True",
                "MinimumReplicasAvailable",
                "Deployment has minimum availability.")
            : condition(
                AVAILABLE,
                "False",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability."));
    conditions.add(progressing());
    if (failure != null) {
      conditions.add(condition(REPLICA_FAILURE, "True", "FailedCreate", failure));
    }
    return is.status(desire.replicas(), generation, conditions);
  }

  private DeploymentCondition progressing() {
    Optional<DeploymentCondition> last = find(before, PROGRESSING);
    String reason = last.map(DeploymentCondition::getReason).orElse("");
    String subject = "Deployment \"" + desire.name() + "\" ";
    if (desire.update() == Update.PAUSED) {
      return condition(PROGRESSING, "Unknown", PAUSED, "Deployment is paused");
    }
    boolean allUpdated = is.replicas() == is.updated();
    boolean complete =
        allUpdated && is.replicas() == desire.replicas() && is.available() == desire.replicas();
    if (complete || (allUpdated && COMPLETE.equals(reason))) {
      return condition(PROGRESSING, "True", COMPLETE, subject + "has successfully progressed.");
    }
    if (progressed() || last.isEmpty() || PAUSED.equals(reason) || COMPLETE.equals(reason)) {
      DeploymentCondition updating =
          condition(PROGRESSING, "True", UPDATING, subject + "is progressing.");
      updating.setLastUpdateTime(now.toString());
      return updating;
    }
    Instant since = time(last.get().getLastUpdateTime()).orElse(now);
    return now.isAfter(since.plus(desire.progressDeadline()))
        ? condition(PROGRESSING, "False", TIMED_OUT, subject + "has timed out progressing.")
        : last.get();
  }

  /** The rule of Kubernetes: more new, fewer old, more ready or more available pods. */
  private boolean progressed() {
    Long observed = before.getObservedGeneration();
    return observed == null
        || observed < generation
        || is.updated() > was.updated()
        || is.replicas() - is.updated() < was.replicas() - was.updated()
        || is.ready() > was.ready()
        || is.available() > was.available();
  }

  /** The former condition if it says the same, otherwise a new one. */
  private DeploymentCondition condition(String type, String status, String reason, String message) {
    Optional<DeploymentCondition> last = find(before, type);
    boolean sameStatus = last.filter(c -> status.equals(c.getStatus())).isPresent();
    if (sameStatus
        && reason.equals(last.get().getReason())
        && message.equals(last.get().getMessage())) {
      return last.get();
    }
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastUpdateTime(now.toString())
        .withLastTransitionTime(sameStatus ? last.get().getLastTransitionTime() : now.toString())
        .build();
  }

  private static Optional<DeploymentCondition> find(DeploymentStatus status, String type) {
    return status.getConditions().stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private record Counts(int replicas, int updated, int ready, int available) {
    static Counts of(DeploymentDesire desire, List<ReplicaPod> pods) {
      return new Counts(
          count(pods, ReplicaPod::isActive),
          count(pods, pod -> pod.isActive() && desire.made(pod)),
          count(pods, ReplicaPod::isReady),
          count(pods, ReplicaPod::isAvailable));
    }

    static Counts of(DeploymentStatus status) {
      return new Counts(
          orZero(status.getReplicas()),
          orZero(status.getUpdatedReplicas()),
          orZero(status.getReadyReplicas()),
          orZero(status.getAvailableReplicas()));
    }

    DeploymentStatus status(int wanted, long generation, List<DeploymentCondition> conditions) {
      return new DeploymentStatusBuilder()
          .withObservedGeneration(generation)
          .withReplicas(orAbsent(replicas))
          .withUpdatedReplicas(orAbsent(updated))
          .withReadyReplicas(orAbsent(ready))
          .withAvailableReplicas(orAbsent(available))
          .withUnavailableReplicas(orAbsent(Math.max(0, wanted - available)))
          .withConditions(conditions)
          .build();
    }

    private static int count(List<ReplicaPod> pods, Predicate<ReplicaPod> which) {
      return (int) pods.stream().filter(which).count();
    }

    /** Kubernetes leaves out counts of zero. */
    private static @Nullable Integer orAbsent(int count) {
      return count == 0 ? null : count;
    }

    private static int orZero(@Nullable Integer count) {
      return count == null ? 0 : count;
    }
  }
}
