package io.mkube.controllers.deployment;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod.State;
import io.mkube.crds.annotation.MkubeAnnotations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the pods of a Deployment among those that an informer holds. */
final class DeploymentObserver {
  /** At most nine digits, without leading zeros: one name for each ordinal. */
  private static final Pattern ORDINAL = Pattern.compile("(.*)-(0|[1-9][0-9]{0,8})");

  private final InstantSource clock;

  DeploymentObserver(InstantSource clock) {
    this.clock = clock;
  }

  DeploymentObservation observe(Deployment deployment, Duration minReady, Collection<Pod> pods) {
    return new DeploymentObservation(
        pods.stream()
            .filter(pod -> owns(deployment, pod))
            .flatMap(pod -> replica(deployment, pod, minReady).stream())
            .toList());
  }

  /** Whether a Deployment is the controller of a pod. */
  static boolean owns(Deployment deployment, Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .anyMatch(uid -> uid.equals(deployment.getMetadata().getUid()));
  }

  private Optional<ReplicaPod> replica(Deployment deployment, Pod pod, Duration minReady) {
    String name = pod.getMetadata().getName();
    Matcher ordinal = ORDINAL.matcher(name);
    if (!ordinal.matches() || !ordinal.group(1).equals(deployment.getMetadata().getName())) {
      return Optional.empty();
    }
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String hash = annotations == null ? null : annotations.get(MkubeAnnotations.TEMPLATE_HASH);
    Duration settlesIn = settlesIn(pod.getStatus(), minReady);
    State state = state(pod, settlesIn);
    return Optional.of(
        new ReplicaPod(
            Integer.parseInt(ordinal.group(2)),
            name,
            pod.getMetadata().getUid(),
            hash == null ? "" : hash,
            state,
            state == State.SETTLING ? settlesIn : Duration.ZERO));
  }

  private static State state(Pod pod, Duration settlesIn) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return State.TERMINATING;
    }
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    if ("Succeeded".equals(phase) || "Failed".equals(phase)) {
      return State.FINISHED;
    }
    if (ready(pod.getStatus()).isEmpty()) {
      return State.UNREADY;
    }
    return settlesIn.isZero() ? State.AVAILABLE : State.SETTLING;
  }

  private static Optional<PodCondition> ready(@Nullable PodStatus status) {
    return status == null
        ? Optional.empty()
        : status.getConditions().stream()
            .filter(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()))
            .findFirst();
  }

  private Duration settlesIn(@Nullable PodStatus status, Duration minReady) {
    if (minReady.isZero()) {
      return Duration.ZERO;
    }
    Instant since =
        ready(status)
            .map(PodCondition::getLastTransitionTime)
            .flatMap(DeploymentObserver::time)
            .orElseGet(clock::instant);
    Duration left = Duration.between(clock.instant(), since.plus(minReady));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
