package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.plan.Action;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.PlanRunner;
import io.mkube.controllers.sweep.Leftovers;
import io.mkube.controllers.sweep.SweepAction;
import io.mkube.controllers.sweep.SweepActuator;
import io.mkube.controllers.sweep.SweepPlanner;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Takes away what there is of a pod that is being deleted. A DNS server that does not answer holds
 * the deletion up for {@link #PATIENCE} at most: the records carry the pod's uid, so the sweep
 * finds them when the server is back.
 */
final class PodRemoval {
  /** How long a deletion waits for a DNS server, counted from the end of its grace period. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration RECHECK = Duration.ofSeconds(3);

  private final PodObserver observer;
  private final SweepActuator actuator;
  private final InstantSource clock;
  private final PlanRunner runner = new PlanRunner();

  PodRemoval(PodObserver observer, SweepActuator actuator, InstantSource clock) {
    this.observer = observer;
    this.actuator = actuator;
    this.clock = clock;
  }

  /**
   * One pass.
   *
   * @param done told of each step that was performed
   * @return {@link Outcome.InSync} when nothing is left
   */
  Outcome pass(Pod pod, DeviceNode node, Consumer<SweepAction> done) {
    try {
      PodObserver.Remains remains = observer.remains(pod, node);
      boolean patient = !remains.dnsProblem().isEmpty() && isPatient(pod);
      Leftovers left = remains.leftovers();
      Outcome outcome =
          runner.run(
              "Pod " + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(),
              SweepPlanner.plan(patient ? left.keepingFolders().keepingAddresses() : left),
              action -> {
                actuator.perform(action, node);
                done.accept(action);
              });
      return patient && outcome instanceof Outcome.InSync
          ? new Outcome.Blocked(ConditionReasons.DNS_UNREACHABLE, remains.dnsProblem(), RECHECK)
          : outcome;
    } catch (DeviceException e) {
      return Outcome.of(e, "read device " + node.name(), Action.Target.ROUTER);
    }
  }

  private boolean isPatient(Pod pod) {
    String deadline = pod.getMetadata().getDeletionTimestamp();
    return deadline == null || clock.instant().isBefore(Instant.parse(deadline).plus(PATIENCE));
  }
}
