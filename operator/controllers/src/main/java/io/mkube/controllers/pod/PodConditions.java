package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.pod.spec.PodDesire;
import io.mkube.routeros.container.Container;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a pod, computed at the end of a pass from what was found. Pure. */
final class PodConditions {
  /** Condition that tells which contents of volumes were written last. */
  static final String FILES = "mkube.io/VolumesWritten";

  private static final String READY = "Ready";
  private static final String CONTAINERS_READY = "ContainersReady";

  private PodConditions() {}

  /**
   * What was found in a pass.
   *
   * @param pod pod as the pass began
   * @param hostAddresses addresses of its device
   * @param desire what it asks for; null when it cannot be told
   * @param seen what there was on the device before the pass; null when it could not be read
   * @param outcome how the pass ended
   * @param done what was done
   * @param now time of transitions
   */
  record Facts(
      Pod pod,
      List<String> hostAddresses,
      @Nullable PodDesire desire,
      @Nullable PodObservation seen,
      Outcome outcome,
      List<PodAction> done,
      Instant now) {
    Facts {
      hostAddresses = List.copyOf(hostAddresses);
      done = List.copyOf(done);
    }

    String time() {
      return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
  }

  /** The status that the pod should have; equal to the one it has when nothing changed. */
  static PodStatus describe(Facts facts) {
    PodStatus before = Objects.requireNonNullElseGet(facts.pod().getStatus(), PodStatus::new);
    List<ContainerStatus> containers = ContainerStatuses.describe(facts);
    String phase = phase(facts, before, containers);
    PodStatusBuilder status =
        new PodStatusBuilder(before)
            .withPhase(phase)
            .withContainerStatuses(containers)
            .withConditions(conditions(facts, before, phase, containers));
    if (before.getStartTime() == null) {
      status.withStartTime(facts.time());
    }
    if (!facts.hostAddresses().isEmpty()) {
      status.withHostIP(facts.hostAddresses().getFirst());
      status.withHostIPs(facts.hostAddresses().stream().map(HostIP::new).toList());
    }
    PodDesire desire = facts.desire();
    if (desire != null && !desire.addresses().isEmpty()) {
      status.withPodIP(desire.addresses().getFirst().toString());
      status.withPodIPs(
          desire.addresses().stream().map(address -> new PodIP(address.toString())).toList());
    }
    return status.build();
  }

  /** Whether the pod's status says that it is ready. */
  static boolean isReady(Pod pod) {
    return find(pod.getStatus(), READY).filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  /** Whether the pod has ended for good. */
  static boolean isTerminal(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  /** The hash of the volume contents that were written last, empty when none were. */
  static String filesWritten(Pod pod) {
    return find(pod.getStatus(), FILES).map(PodCondition::getMessage).orElse("");
  }

  /** The condition that tells why a pod is not ready. */
  static Optional<PodCondition> ready(@Nullable PodStatus status) {
    return find(status, READY);
  }

  /** The status of a container by its name. */
  static Optional<ContainerStatus> status(Pod pod, String container) {
    return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(status -> container.equals(status.getName()))
            .findFirst();
  }

  /** How a row appears as {@code containerID}. */
  static String containerId(Container row) {
    return "routeros://" + row.id();
  }

  private static String phase(Facts facts, PodStatus before, List<ContainerStatus> containers) {
    if (facts.seen() == null || containers.isEmpty()) {
      return before.getPhase() == null ? "Pending" : before.getPhase();
    }
    boolean ended = containers.stream().allMatch(c -> c.getState().getTerminated() != null);
    if (ended) {
      return containers.stream().allMatch(c -> c.getState().getTerminated().getExitCode() == 0)
          ? "Succeeded"
          : "Failed";
    }
    boolean begun = containers.stream().allMatch(PodConditions::hasRun);
    return begun ? "Running" : "Pending";
  }

  private static boolean hasRun(ContainerStatus container) {
    return container.getState().getRunning() != null
        || container.getState().getTerminated() != null
        || (container.getLastState() != null && container.getLastState().getTerminated() != null);
  }

  private static List<PodCondition> conditions(
      Facts facts, PodStatus before, String phase, List<ContainerStatus> containers) {
    List<PodCondition> conditions =
        new ArrayList<>(before.getConditions() == null ? List.of() : before.getConditions());
    put(conditions, facts, new Wanted("PodScheduled", true, null, null));
    put(conditions, facts, new Wanted("Initialized", true, null, null));
    List<String> unready =
        containers.stream()
            .filter(container -> !Boolean.TRUE.equals(container.getReady()))
            .map(ContainerStatus::getName)
            .toList();
    boolean ready = !containers.isEmpty() && unready.isEmpty();
    String none = "containers with unready status: [" + String.join(" ", unready) + "]";
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      put(conditions, facts, new Wanted(CONTAINERS_READY, false, "PodCompleted", null));
      put(conditions, facts, new Wanted(READY, false, "PodCompleted", null));
      return conditions;
    }
    put(
        conditions,
        facts,
        ready
            ? new Wanted(CONTAINERS_READY, true, null, null)
            : new Wanted(CONTAINERS_READY, false, "ContainersNotReady", none));
    put(conditions, facts, ready(facts, before, ready, none));
    for (PodAction action : facts.done()) {
      if (action instanceof PodAction.ConfirmFiles files) {
        put(conditions, facts, new Wanted(FILES, true, "Written", files.hash()));
      }
    }
    return conditions;
  }

  private static Wanted ready(Facts facts, PodStatus before, boolean containers, String none) {
    boolean was = find(before, READY).filter(c -> "True".equals(c.getStatus())).isPresent();
    return switch (facts.outcome()) {
      case Outcome.Blocked b -> new Wanted(READY, false, b.reason(), b.message());
      case Outcome.Failed f -> new Wanted(READY, false, f.reason(), f.message());
      case Outcome.InSync s when containers -> new Wanted(READY, true, null, null);
      // Small repairs do not make a running pod unready.
      case Outcome.Changed c when containers && was -> new Wanted(READY, true, null, null);
      case Outcome.Waiting w when containers && was -> new Wanted(READY, true, null, null);
      case Outcome.Changed c when containers ->
          new Wanted(READY, false, "Registering", "the pod's names are being registered");
      case Outcome.Waiting w when containers -> new Wanted(READY, false, w.reason(), w.message());
      case Outcome.InSync s -> new Wanted(READY, false, "ContainersNotReady", none);
      case Outcome.Changed c -> new Wanted(READY, false, "ContainersNotReady", none);
      case Outcome.Waiting w -> new Wanted(READY, false, "ContainersNotReady", none);
    };
  }

  private record Wanted(
      String type, boolean holds, @Nullable String reason, @Nullable String message) {}

  private static void put(List<PodCondition> conditions, Facts facts, Wanted wanted) {
    String status = wanted.holds() ? "True" : "False";
    for (int i = 0; i < conditions.size(); i++) {
      PodCondition old = conditions.get(i);
      if (wanted.type().equals(old.getType())) {
        boolean same = status.equals(old.getStatus());
        conditions.set(
            i,
            new PodConditionBuilder(old)
                .withStatus(status)
                .withReason(wanted.reason())
                .withMessage(wanted.message())
                .withLastTransitionTime(same ? old.getLastTransitionTime() : facts.time())
                .build());
        return;
      }
    }
    conditions.add(
        new PodConditionBuilder()
            .withType(wanted.type())
            .withStatus(status)
            .withReason(wanted.reason())
            .withMessage(wanted.message())
            .withLastTransitionTime(facts.time())
            .build());
  }

  private static Optional<PodCondition> find(@Nullable PodStatus status, String type) {
    return status == null || status.getConditions() == null
        ? Optional.empty()
        : status.getConditions().stream().filter(c -> type.equals(c.getType())).findFirst();
  }
}
