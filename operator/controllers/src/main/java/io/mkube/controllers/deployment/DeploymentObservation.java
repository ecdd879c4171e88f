package io.mkube.controllers.deployment;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pods that a Deployment owns.
 *
 * @param pods pods with an ordinal name, in the order of their ordinals
 */
record DeploymentObservation(List<ReplicaPod> pods) {
  DeploymentObservation {
    pods = pods.stream().sorted(Comparator.comparingInt(ReplicaPod::ordinal)).toList();
  }

  /** When the next pod becomes available by mere passing of time. */
  Optional<Duration> nextAvailable() {
    return pods.stream()
        .filter(pod -> pod.state() == ReplicaPod.State.SETTLING)
        .map(ReplicaPod::settlesIn)
        .min(Comparator.naturalOrder());
  }

  /**
   * A pod of the Deployment.
   *
   * @param ordinal number behind the last hyphen of its name
   * @param name its name
   * @param uid its uid
   * @param templateHash hash of the template that it was made from; empty when it does not say
   * @param state where it is in its life
   * @param settlesIn time until a settling pod is available; zero for all others
   */
  record ReplicaPod(
      int ordinal, String name, String uid, String templateHash, State state, Duration settlesIn) {
    /** Where a pod is in its life. */
    enum State {
      /** Not ready. */
      UNREADY,
      /** Ready, but not for long enough. */
      SETTLING,
      /** Serving. */
      AVAILABLE,
      /** Finished; it will not run again. */
      FINISHED,
      /** Being deleted. */
      TERMINATING
    }

    boolean isTerminating() {
      return state == State.TERMINATING;
    }

    boolean isAvailable() {
      return state == State.AVAILABLE;
    }

    boolean isReady() {
      return state == State.AVAILABLE || state == State.SETTLING;
    }

    /** Whether it counts as a replica. */
    boolean isActive() {
      return state != State.TERMINATING && state != State.FINISHED;
    }
  }
}
