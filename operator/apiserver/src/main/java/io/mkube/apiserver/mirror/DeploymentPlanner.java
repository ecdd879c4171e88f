package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rolls a Deployment's pods over to its present template by scaling one ReplicaSet up and the
 * others down, within the limits of its strategy.
 */
final class DeploymentPlanner {
  private final Workload deployment;
  private final List<ObjectNode> sets;
  private final Optional<ObjectNode> current;
  private final List<ObjectNode> old;
  private final RollingUpdate limits;
  private final Plan.Draft draft = new Plan.Draft();

  /** Of the present template, once it is known. */
  private OptionalLong revision = OptionalLong.empty();

  private DeploymentPlanner(Workload deployment, List<ObjectNode> sets) {
    this.deployment = deployment;
    this.sets = sets;
    this.current = ReplicaSets.current(deployment, sets);
    this.old =
        sets.stream().filter(set -> current.isEmpty() || !set.equals(current.get())).toList();
    this.limits = RollingUpdate.of(deployment);
  }

  static Plan plan(Workload deployment, List<ObjectNode> sets, Instant now) {
    DeploymentPlanner planner = new DeploymentPlanner(deployment, sets);
    if (!deployment.deleting()) {
      planner.act();
    }
    DeploymentStatus status =
        new DeploymentStatus(deployment, sets, planner.current, planner.limits.unavailable());
    ObjectNode wanted = status.of(now, planner.draft);
    planner.draft.withStatus(planner.shown(wanted), deployment.object());
    if (!deployment.deleting() && DeploymentStatus.complete(deployment, wanted)) {
      planner.forget();
    }
    return planner.draft.done();
  }

  private void act() {
    if (deployment.spec().path("paused").asBoolean(false)) {
      scaleWhilePaused();
      return;
    }
    boolean recreate = deployment.spec().path("strategy").path("type").asText().equals("Recreate");
    if (recreate && ReplicaSets.wanted(old) > 0) {
      old.forEach(set -> scale(set, 0));
      return;
    }
    boolean waits = recreate && ReplicaSets.count(old, "replicas") > 0;
    long next = old.stream().mapToLong(ReplicaSets::revision).max().orElse(0) + 1;
    if (current.isEmpty()) {
      if (!waits) {
        draft.create(ReplicaSets.create(deployment, next, size(0)));
        revision = OptionalLong.of(next);
      }
      return;
    }
    ObjectNode set = current.get();
    long known = Math.max(ReplicaSets.revision(set), next);
    ObjectNode changed = set.deepCopy();
    ReplicaSets.annotate(changed, deployment, known);
    ((ObjectNode) changed.path("spec")).put("replicas", waits ? 0 : size(ReplicaSets.wanted(set)));
    draft.update(changed, set);
    revision = OptionalLong.of(known);
    if (ReplicaSets.wanted(set) == changed.path("spec").path("replicas").asInt()) {
      shrinkOld(set);
    }
  }

  /** The next size of the present ReplicaSet. */
  private int size(int present) {
    int wanted = deployment.replicas();
    if (present >= wanted) {
      return wanted;
    }
    int room = wanted + limits.surge() - ReplicaSets.wanted(sets);
    return present + Math.max(0, Math.min(room, wanted - present));
  }

  /**
   * Takes pods from old ReplicaSets: first those that do not work, then as many as may be missing.
   */
  private void shrinkOld(ObjectNode set) {
    int least = deployment.replicas() - limits.unavailable();
    int missing = ReplicaSets.wanted(set) - set.path("status").path("availableReplicas").asInt();
    int removable = ReplicaSets.wanted(sets) - least - missing;
    int spare = ReplicaSets.count(sets, "availableReplicas") - least;
    for (ObjectNode candidate : oldestFirst()) {
      int size = ReplicaSets.wanted(candidate);
      int available = candidate.path("status").path("availableReplicas").asInt();
      int broken = Math.max(0, Math.min(size - available, removable));
      int healthy = Math.max(0, Math.min(Math.min(size - broken, spare), removable - broken));
      if (broken + healthy > 0) {
        scale(candidate, size - broken - healthy);
        removable -= broken + healthy;
        spare -= healthy;
      }
    }
  }

  private List<ObjectNode> oldestFirst() {
    List<ObjectNode> ordered = new ArrayList<>(old);
    ordered.sort(Comparator.comparing(set -> ObjectMetadata.of(set).creationTimestamp()));
    return ordered;
  }

  /** A paused Deployment keeps its templates, but its largest ReplicaSet takes up its size. */
  private void scaleWhilePaused() {
    sets.stream()
        .max(Comparator.comparingInt(ReplicaSets::wanted))
        .ifPresent(
            largest -> {
              int others = ReplicaSets.wanted(sets) - ReplicaSets.wanted(largest);
              scale(largest, Math.max(0, deployment.replicas() - others));
            });
  }

  private void scale(ObjectNode set, int replicas) {
    ObjectNode changed = set.deepCopy();
    ((ObjectNode) changed.path("spec")).put("replicas", replicas);
    ReplicaSets.size(changed, deployment);
    draft.update(changed, set);
  }

  /**
   * The Deployment with its status and the revision, which is written with the status: a change of
   * annotations would otherwise be a new generation.
   */
  private ObjectNode shown(ObjectNode status) {
    ObjectNode shown = deployment.object().deepCopy();
    shown.set("status", status);
    revision.ifPresent(
        number ->
            ObjectMetadata.of(shown)
                .node()
                .withObject("/annotations")
                .put(ReplicaSets.REVISION, Long.toString(number)));
    return shown;
  }

  /** Removes empty ReplicaSets beyond those that the history keeps. */
  private void forget() {
    int limit = deployment.spec().path("revisionHistoryLimit").asInt(10);
    List<ObjectNode> empty =
        old.stream()
            .filter(set -> ReplicaSets.wanted(set) == 0)
            .filter(set -> set.path("status").path("replicas").asInt() == 0)
            .filter(set -> !ObjectMetadata.of(set).deleting())
            .sorted(Comparator.comparingLong(ReplicaSets::revision))
            .toList();
    empty.stream().limit(Math.max(0, empty.size() - limit)).forEach(draft::delete);
  }
}
