package io.mkube.controllers.sweep;

import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.Plan;
import io.mkube.routeros.container.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans the removal of what is left of a pod: stop containers, and once all have stopped remove
 * them, their mounts and variables, bridge ports before veths, DNS records, folders, and at last
 * the claim on the addresses. The claim goes last because it is the evidence that folders may
 * exist.
 */
public final class SweepPlanner {
  /** Time after which a container that is stopping is looked at again. */
  private static final Duration RECHECK = Duration.ofSeconds(1);

  private SweepPlanner() {}

  /** The steps that can be done now, and what remains. */
  public static Plan<SweepAction> plan(Leftovers left) {
    List<SweepAction> steps = new ArrayList<>();
    List<String> busy = new ArrayList<>();
    for (Container container : left.containers()) {
      switch (container.state()) {
        case RUNNING, STARTING -> {
          steps.add(new SweepAction.StopContainer(container.id(), container.name()));
          busy.add(container.name());
        }
        case STOPPING, DELETING, EXTRACTING -> busy.add(container.name());
        case STOPPED, FAILED, UNKNOWN -> {}
      }
    }
    if (!busy.isEmpty()) {
      return new Plan<>(
          steps,
          new Outcome.Waiting(
              "Terminating", "waiting for " + String.join(", ", busy) + " to stop", RECHECK));
    }
    left.containers()
        .forEach(row -> steps.add(new SweepAction.RemoveContainer(row.id(), row.name())));
    left.mounts()
        .forEach(
            row -> steps.add(new SweepAction.RemoveMount(row.id(), row.list(), row.destination())));
    left.envs()
        .forEach(row -> steps.add(new SweepAction.RemoveEnv(row.id(), row.list(), row.key())));
    left.ports()
        .forEach(row -> steps.add(new SweepAction.RemovePort(row.id(), row.interfaceName())));
    left.veths().forEach(row -> steps.add(new SweepAction.RemoveVeth(row.id(), row.spec().name())));
    steps.addAll(left.records());
    left.folders().forEach(folder -> steps.add(new SweepAction.RemoveFolder(folder)));
    left.networks()
        .forEach(network -> steps.add(new SweepAction.ReleaseAddresses(network, left.uid())));
    return Plan.of(steps);
  }
}
