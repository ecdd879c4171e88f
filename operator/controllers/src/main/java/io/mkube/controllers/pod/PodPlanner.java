package io.mkube.controllers.pod;

import io.mkube.controllers.naming.ShortHash;
import io.mkube.controllers.ownership.Owner;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.Plan;
import io.mkube.controllers.pod.PodObservation.ContainerView;
import io.mkube.controllers.pod.PodObservation.Owned;
import io.mkube.controllers.pod.spec.ContainerDesire;
import io.mkube.controllers.pod.spec.ContainerDesire.Inputs;
import io.mkube.controllers.pod.spec.PodDesire;
import io.mkube.controllers.pod.spec.VolumeDesire;
import io.mkube.controllers.sweep.SweepAction;
import io.mkube.controllers.sweep.SweepPlanner;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.routeros.container.ContainerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans the way from what there is of a pod to what should be, as far as it can be gone now. Pure.
 */
final class PodPlanner {
  static final String CREATING = "ContainerCreating";
  private static final Duration OWNED_ELSEWHERE = Duration.ofSeconds(30);
  private static final Duration BRIDGE_MISSING = Duration.ofSeconds(5);
  private static final int HASH = 16;

  private final PodDesire desire;
  private final PodObservation seen;
  private final List<PodAction> steps = new ArrayList<>();
  private final List<Outcome> remaining = new ArrayList<>();

  private PodPlanner(PodDesire desire, PodObservation seen) {
    this.desire = desire;
    this.seen = seen;
  }

  /** The steps that can be done now, and what remains. */
  static Plan<PodAction> plan(PodDesire desire, PodObservation seen) {
    return new PodPlanner(desire, seen).plan();
  }

  private Plan<PodAction> plan() {
    Optional<Outcome> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return Plan.nothing(obstacle.get());
    }
    Plan<SweepAction> surplus = SweepPlanner.plan(seen.surplus());
    steps.addAll(PodAction.removals(surplus.actions()));
    remain(surplus.then());
    if (seen.claim().isPresent()) {
      steps.add(new PodAction.ClaimAddresses(desire.network().name(), seen.claim().get()));
      remain(new Outcome.Waiting(CREATING, "addresses are claimed", Duration.ZERO));
      return new Plan<>(steps, mostUrgent());
    }
    writeVolumes();
    for (int i = 0; i < desire.containers().size(); i++) {
      ContainerPlanner.Part part =
          ContainerPlanner.plan(desire, desire.containers().get(i), seen.containers().get(i));
      steps.addAll(part.steps());
      part.remaining().ifPresent(this::remain);
    }
    if (seen.containers().stream().allMatch(PodPlanner::runs)) {
      DnsPlanner.Names names = DnsPlanner.plan(desire.marker(), desire.records(), seen.names());
      steps.addAll(names.steps());
      names.obstacle().ifPresent(this::remain);
    }
    return new Plan<>(steps, mostUrgent());
  }

  /** What must be out of the way before anything is made for this pod. */
  private Optional<Outcome> obstacle() {
    for (int i = 0; i < desire.containers().size(); i++) {
      ContainerDesire container = desire.containers().get(i);
      ContainerView view = seen.containers().get(i);
      Optional<Outcome> foreign =
          foreign("container " + container.row(), view.row())
              .or(() -> foreign("veth " + container.veth(), view.veth()));
      if (foreign.isPresent()) {
        return foreign;
      }
    }
    if (seen.bridge()) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Blocked(
            ConditionReasons.BRIDGE_MISSING,
            "the device has no bridge " + desire.network().bridge(),
            BRIDGE_MISSING));
  }

  private static <R> Optional<Outcome> foreign(String what, Optional<Owned<R>> row) {
    return row.filter(owned -> !owned.owner().mayTouch())
        .map(
            owned ->
                new Outcome.Blocked(
                    ConditionReasons.OWNED_ELSEWHERE,
                    what + " on the device belongs to " + describe(owned.owner()),
                    OWNED_ELSEWHERE));
  }

  private static String describe(Owner owner) {
    return switch (owner) {
      case Owner.OwnedElsewhere other ->
          other.marker().kind()
              + " "
              + other.marker().namespace()
              + "/"
              + other.marker().name()
              + " of cluster "
              + other.marker().cluster().value();
      case Owner.Foreign f -> "somebody else; remove or rename it";
      case Owner.Ours o -> "this pod";
      case Owner.AdoptedFromOldUid o -> "a former pod of this name";
    };
  }

  private void writeVolumes() {
    boolean known = desire.containers().stream().allMatch(c -> c.inputs() instanceof Inputs.Known);
    String hash = hash(desire.volumes());
    if (!known || desire.volumes().isEmpty() || hash.equals(seen.filesWritten())) {
      return;
    }
    for (VolumeDesire volume : desire.volumes()) {
      steps.add(new PodAction.MakeFolder(volume.path()));
      new TreeMap<>(volume.files())
          .forEach(
              (name, content) -> {
                if (name.contains("/")) {
                  steps.add(
                      new PodAction.MakeFolder(
                          volume.path() + "/" + name.substring(0, name.lastIndexOf('/'))));
                }
                steps.add(new PodAction.WriteFile(volume.path() + "/" + name, content));
              });
    }
    steps.add(new PodAction.ConfirmFiles(hash));
  }

  /**
   * A hash of the versions that volumes were made from. It becomes part of the status, so it is not
   * made from contents: a short secret could be guessed from it.
   */
  static String hash(List<VolumeDesire> volumes) {
    List<String> parts = new ArrayList<>();
    for (VolumeDesire volume : volumes) {
      parts.add(volume.path());
      parts.add(volume.version());
      parts.addAll(new TreeSet<>(volume.files().keySet()));
    }
    return ShortHash.of(HASH, parts);
  }

  private static boolean runs(ContainerView view) {
    return view.row().filter(o -> o.row().state() == ContainerState.RUNNING).isPresent();
  }

  private void remain(Outcome outcome) {
    if (!(outcome instanceof Outcome.InSync)) {
      remaining.add(outcome);
    }
  }

  /** What is reported: a block before a wait, and of several waits the shortest. */
  private Outcome mostUrgent() {
    return remaining.stream()
        .min(Comparator.comparing(PodPlanner::urgency))
        .orElse(new Outcome.InSync());
  }

  private static Duration urgency(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed f -> Duration.ofDays(-2);
      case Outcome.Blocked b -> Duration.ofDays(-1);
      case Outcome.Waiting w -> w.recheck();
      case Outcome.Changed c -> Duration.ZERO;
      case Outcome.InSync s -> Duration.ofDays(1);
    };
  }
}
