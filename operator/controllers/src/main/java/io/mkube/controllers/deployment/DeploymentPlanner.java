package io.mkube.controllers.deployment;

import io.mkube.controllers.deployment.DeploymentAction.CreatePod;
import io.mkube.controllers.deployment.DeploymentAction.DeletePod;
import io.mkube.controllers.deployment.DeploymentDesire.Update;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod.State;
import io.mkube.controllers.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides which pods to create and delete. Pure.
 *
 * <p>Scaling down starts with the highest ordinal. A roll-out replaces one pod at a time, broken
 * ones first, then from the highest ordinal down, and goes on only when every new pod is available.
 */
final class DeploymentPlanner {
  /** Pods created in one pass; each of them causes another pass. */
  static final int BURST = 100;

  private DeploymentPlanner() {}

  static Plan<DeploymentAction> plan(DeploymentDesire desire, DeploymentObservation observation) {
    List<DeploymentAction> actions = new ArrayList<>();
    observation.pods().stream()
        .filter(pod -> !pod.isTerminating())
        .filter(pod -> pod.ordinal() >= desire.replicas())
        .sorted(Comparator.comparingInt(ReplicaPod::ordinal).reversed())
        .forEach(pod -> actions.add(new DeletePod(pod, "beyond the number of replicas")));
    List<ReplicaPod> wanted =
        observation.pods().stream().filter(pod -> pod.ordinal() < desire.replicas()).toList();
    wanted.stream()
        .filter(pod -> pod.state() == State.FINISHED)
        .forEach(pod -> actions.add(new DeletePod(pod, "it has finished")));
    actions.addAll(
        switch (desire.update()) {
          case PAUSED -> List.of();
          case ROLLING -> next(desire, wanted).map(List::of).orElse(List.of());
          case RECREATE -> outdated(desire, wanted);
        });
    if (desire.update() != Update.RECREATE || observation.pods().stream().allMatch(desire::made)) {
      Set<Integer> taken =
          observation.pods().stream().map(ReplicaPod::ordinal).collect(Collectors.toSet());
      IntStream.range(0, desire.replicas())
          .filter(ordinal -> !taken.contains(ordinal))
          .limit(BURST)
          .forEach(ordinal -> actions.add(new CreatePod(desire.name(), ordinal)));
    }
    return Plan.of(actions);
  }

  private static List<DeletePod> outdated(DeploymentDesire desire, List<ReplicaPod> wanted) {
    return wanted.stream()
        .filter(ReplicaPod::isActive)
        .filter(pod -> !desire.made(pod))
        .map(pod -> new DeletePod(pod, "its template is outdated"))
        .toList();
  }

  /** The pod to replace next; none while a replica is missing or a new one is not available. */
  private static Optional<DeletePod> next(DeploymentDesire desire, List<ReplicaPod> wanted) {
    boolean unsettled =
        wanted.size() < desire.replicas()
            || wanted.stream()
                .anyMatch(pod -> !pod.isActive() || (desire.made(pod) && !pod.isAvailable()));
    if (unsettled) {
      return Optional.empty();
    }
    return outdated(desire, wanted).stream()
        .min(
            Comparator.comparing((DeletePod delete) -> delete.pod().isAvailable())
                .thenComparing(delete -> delete.pod().ordinal(), Comparator.reverseOrder()));
  }
}
