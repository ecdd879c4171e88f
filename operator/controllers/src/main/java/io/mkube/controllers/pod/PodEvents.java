package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.mkube.controllers.pod.spec.ContainerDesire;
import io.mkube.controllers.status.EventRecorder;
import io.mkube.controllers.sweep.SweepAction;
import java.util.Objects;
import java.util.Optional;

/** Tells in events what was done for a pod, with the reasons that a kubelet uses. */
final class PodEvents {
  private final EventRecorder events;

  PodEvents(EventRecorder events) {
    this.events = events;
  }

  /** A step was done. */
  void done(Pod pod, PodAction action) {
    switch (action) {
      case PodAction.AddContainer a -> {
        ContainerDesire container = a.container();
        events.normal(pod, "Pulling", "Pulling image \"" + container.image() + "\"");
        events.normal(pod, "Created", "Created container " + container.name());
      }
      case PodAction.StartContainer a ->
          events.normal(pod, "Started", "Started container " + a.container());
      case PodAction.CountFailure a ->
          events.warning(
              pod,
              a.failure().reason().equals("CrashLoopBackOff") ? "BackOff" : "Failed",
              a.failure().message());
      case PodAction.Remove a -> removed(pod, a.step());
      case PodAction.ClaimAddresses a -> {}
      case PodAction.AddVeth a -> {}
      case PodAction.SetVeth a -> {}
      case PodAction.AddPort a -> {}
      case PodAction.MakeFolder a -> {}
      case PodAction.WriteFile a -> {}
      case PodAction.ConfirmFiles a -> {}
      case PodAction.AddEnv a -> {}
      case PodAction.AddMount a -> {}
      case PodAction.AddRecord a -> {}
    }
  }

  /** Something was taken away. */
  void removed(Pod pod, SweepAction step) {
    if (step instanceof SweepAction.StopContainer stop) {
      events.normal(pod, "Killing", "Stopping container " + stop.name());
    }
  }

  /** The status is about to change: a new reason for not being ready is a warning. */
  void reported(Pod pod, PodStatus after) {
    Optional<PodCondition> before = PodConditions.ready(pod.getStatus());
    PodConditions.ready(after)
        .filter(now -> "False".equals(now.getStatus()))
        .filter(now -> isWarning(Objects.requireNonNullElse(now.getReason(), "")))
        .filter(
            now ->
                before
                    .filter(
                        old ->
                            Objects.equals(old.getReason(), now.getReason())
                                && Objects.equals(old.getMessage(), now.getMessage()))
                    .isEmpty())
        .ifPresent(now -> events.warning(pod, now.getReason(), String.valueOf(now.getMessage())));
  }

  private static boolean isWarning(String reason) {
    return switch (reason) {
      case "",
          "ContainersNotReady",
          "Registering",
          "PodCompleted",
          PodPlanner.CREATING,
          "DeviceBusy" ->
          false;
      default -> true;
    };
  }
}
