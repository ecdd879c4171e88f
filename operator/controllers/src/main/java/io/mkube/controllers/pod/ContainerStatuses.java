package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.pod.PodConditions.Facts;
import io.mkube.controllers.pod.PodObservation.ContainerView;
import io.mkube.controllers.pod.PodObservation.History;
import io.mkube.controllers.pod.PodObservation.Owned;
import io.mkube.controllers.pod.spec.PodDesire;
import io.mkube.controllers.pod.spec.PodDesire.Restart;
import io.mkube.routeros.container.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The container statuses of a pod. Pure. */
final class ContainerStatuses {
  private ContainerStatuses() {}

  static List<ContainerStatus> describe(Facts facts) {
    List<ContainerStatus> statuses = new ArrayList<>();
    List<io.fabric8.kubernetes.api.model.Container> containers =
        facts.pod().getSpec().getContainers();
    for (int i = 0; i < containers.size(); i++) {
      String name = containers.get(i).getName();
      ContainerStatus before =
          PodConditions.status(facts.pod(), name).orElseGet(ContainerStatus::new);
      ContainerStatusBuilder status =
          new ContainerStatusBuilder(before)
              .withName(name)
              .withImage(containers.get(i).getImage())
              .withImageID(before.getImageID() == null ? "" : before.getImageID())
              .withRestartCount(restarts(facts, name, before, i));
      PodObservation seen = facts.seen();
      PodDesire desire = facts.desire();
      if (seen != null && desire != null) {
        describe(status, before, facts, seen.containers().get(i), desire.restart());
      } else if (before.getState() == null || before.getState().getRunning() == null) {
        waiting(status, facts.outcome(), before.getLastState());
      }
      statuses.add(status.build());
    }
    return statuses;
  }

  private static int restarts(Facts facts, String name, ContainerStatus before, int index) {
    int known = before.getRestartCount() == null ? 0 : before.getRestartCount();
    PodObservation seen = facts.seen();
    if (seen == null) {
      return known;
    }
    ContainerView view = seen.containers().get(index);
    boolean again =
        view.history() != History.NEVER_RAN || view.attempt().reason().equals("CrashLoopBackOff");
    boolean started =
        facts.done().stream()
            .anyMatch(
                action ->
                    action instanceof PodAction.StartContainer start
                        && start.container().equals(name));
    return again && started ? known + 1 : known;
  }

  private static void describe(
      ContainerStatusBuilder status,
      ContainerStatus before,
      Facts facts,
      ContainerView view,
      Restart restart) {
    Optional<Container> row = view.row().filter(owned -> owned.owner().mayTouch()).map(Owned::row);
    status.withReady(false).withStarted(false);
    if (row.isEmpty()) {
      waiting(status, view, facts, before.getLastState());
      return;
    }
    status.withContainerID(PodConditions.containerId(row.get()));
    status.withImageID(row.get().image());
    switch (row.get().state()) {
      case RUNNING -> {
        status.withReady(true).withStarted(true);
        status.withState(running(before, facts, row.get()));
      }
      case STOPPED -> stopped(status, before, facts, view, restart);
      case STARTING, STOPPING, EXTRACTING, DELETING, FAILED, UNKNOWN ->
          waiting(status, view, facts, before.getLastState());
    }
  }

  private static ContainerState running(ContainerStatus before, Facts facts, Container row) {
    boolean same =
        before.getState() != null
            && before.getState().getRunning() != null
            && PodConditions.containerId(row).equals(before.getContainerID());
    return same
        ? before.getState()
        : new ContainerStateBuilder().withRunning(new ContainerStateRunning(facts.time())).build();
  }

  private static void stopped(
      ContainerStatusBuilder status,
      ContainerStatus before,
      Facts facts,
      ContainerView view,
      Restart restart) {
    String hint = view.row().map(owned -> owned.row().hint()).orElse("");
    boolean again = restart == Restart.ALWAYS || (restart == Restart.ON_FAILURE && !hint.isEmpty());
    if (view.history() == History.NEVER_RAN && view.attempt().failures() == 0) {
      waiting(status, view, facts, before.getLastState());
      return;
    }
    ContainerState ended = ended(before, facts, view, hint);
    if (again) {
      waiting(status, view, facts, ended);
    } else {
      status.withState(ended);
    }
  }

  /** How the container ended; the device does not tell the exit code, at best a text. */
  private static ContainerState ended(
      ContainerStatus before, Facts facts, ContainerView view, String hint) {
    ContainerState state = before.getState();
    if (state != null && state.getTerminated() != null) {
      return state;
    }
    boolean reported = view.history() == History.ENDED && before.getLastState() != null;
    if (reported && before.getLastState().getTerminated() != null) {
      return before.getLastState();
    }
    String startedAt =
        state == null || state.getRunning() == null ? null : state.getRunning().getStartedAt();
    ContainerStateTerminated terminated =
        new ContainerStateTerminatedBuilder()
            .withContainerID(before.getContainerID())
            .withExitCode(hint.isEmpty() ? 0 : 1)
            .withReason(hint.isEmpty() ? "Completed" : "Error")
            .withMessage(hint.isEmpty() ? null : hint)
            .withStartedAt(startedAt)
            .withFinishedAt(facts.time())
            .build();
    return new ContainerStateBuilder().withTerminated(terminated).build();
  }

  private static void waiting(
      ContainerStatusBuilder status,
      ContainerView view,
      Facts facts,
      @Nullable ContainerState last) {
    Attempts.Attempt attempt = view.attempt();
    Optional<Attempts.Failure> now = failureNow(facts, status.getName());
    if (now.isPresent()) {
      put(status, now.get().reason(), now.get().message(), last);
    } else if (attempt.failures() > 0 && attempt.started().isEmpty()) {
      boolean pausing = !attempt.pause().isZero();
      String reason =
          attempt.reason().equals("ErrImagePull") && pausing
              ? "ImagePullBackOff"
              : attempt.reason();
      put(status, reason, attempt.message(), last);
    } else {
      waiting(status, facts.outcome(), last);
    }
  }

  private static Optional<Attempts.Failure> failureNow(Facts facts, String container) {
    return facts.done().stream()
        .filter(PodAction.CountFailure.class::isInstance)
        .map(PodAction.CountFailure.class::cast)
        .filter(failure -> failure.container().equals(container))
        .map(PodAction.CountFailure::failure)
        .findFirst();
  }

  private static void waiting(
      ContainerStatusBuilder status, Outcome outcome, @Nullable ContainerState last) {
    switch (outcome) {
      case Outcome.Blocked b -> put(status, b.reason(), b.message(), last);
      case Outcome.Failed f -> put(status, f.reason(), f.message(), last);
      case Outcome.Waiting w -> put(status, PodPlanner.CREATING, null, last);
      case Outcome.Changed c -> put(status, PodPlanner.CREATING, null, last);
      case Outcome.InSync s -> put(status, PodPlanner.CREATING, null, last);
    }
  }

  private static void put(
      ContainerStatusBuilder status,
      String reason,
      @Nullable String message,
      @Nullable ContainerState last) {
    status
        .withReady(false)
        .withStarted(false)
        .withState(
            new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build())
        .withLastState(last);
  }
}
