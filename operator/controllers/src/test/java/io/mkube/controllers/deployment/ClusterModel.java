package io.mkube.controllers.deployment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.controllers.deployment.DeploymentAction.CreatePod;
import io.mkube.controllers.deployment.DeploymentAction.DeletePod;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod.State;
import io.mkube.controllers.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Pods that start, get ready and go, one step at a time. */
final class ClusterModel {
  private final Map<Integer, ReplicaPod> pods = new TreeMap<>();
  private int created;

  ClusterModel(List<ReplicaPod> pods) {
    pods.forEach(pod -> this.pods.put(pod.ordinal(), pod));
  }

  List<ReplicaPod> pods() {
    return List.copyOf(pods.values());
  }

  DeploymentObservation observe() {
    return new DeploymentObservation(pods());
  }

  long available() {
    return pods.values().stream().filter(ReplicaPod::isAvailable).count();
  }

  boolean settled(DeploymentDesire desire) {
    return DeploymentPlanner.plan(desire, observe()).isEmpty()
        && pods.values().stream().allMatch(ReplicaPod::isAvailable);
  }

  void settle(DeploymentDesire desire, Random random) {
    for (int round = 0; round < 1000 && !settled(desire); round++) {
      perform(DeploymentPlanner.plan(desire, observe()));
      letSomethingHappen(random);
    }
    assertTrue(settled(desire), "still busy: " + pods.values());
  }

  void perform(Plan<DeploymentAction> plan) {
    for (DeploymentAction action : plan.actions()) {
      switch (action) {
        case CreatePod create -> {
          assertFalse(pods.containsKey(create.ordinal()), "the name is taken: " + create);
          pods.put(
              create.ordinal(),
              new ReplicaPod(
                  create.ordinal(),
                  create.pod(),
                  "made-" + created++,
                  "new",
                  State.UNREADY,
                  Duration.ZERO));
        }
        case DeletePod delete -> become(delete.pod(), State.TERMINATING);
      }
    }
  }

  /** Each pod may take one step of its life. */
  void letSomethingHappen(Random random) {
    for (ReplicaPod pod : pods()) {
      if (random.nextBoolean()) {
        continue;
      }
      switch (pod.state()) {
        case UNREADY -> become(pod, State.SETTLING);
        case SETTLING -> become(pod, State.AVAILABLE);
        case TERMINATING -> pods.remove(pod.ordinal());
        case AVAILABLE, FINISHED -> {}
      }
    }
  }

  private void become(ReplicaPod pod, State state) {
    pods.put(
        pod.ordinal(),
        new ReplicaPod(
            pod.ordinal(), pod.name(), pod.uid(), pod.templateHash(), state, Duration.ZERO));
  }
}
