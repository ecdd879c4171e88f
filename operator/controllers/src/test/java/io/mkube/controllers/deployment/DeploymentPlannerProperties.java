package io.mkube.controllers.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.controllers.deployment.DeploymentAction.CreatePod;
import io.mkube.controllers.deployment.DeploymentAction.DeletePod;
import io.mkube.controllers.deployment.DeploymentDesire.Update;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod.State;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The planner against a small model of a cluster: pods start, stop and get ready in any order. */
final class DeploymentPlannerProperties {
  @Property
  void reachesTheWantedPodsFromAnyState(
      @ForAll("pods") List<ReplicaPod> pods,
      @ForAll @IntRange(min = 0, max = 6) int replicas,
      @ForAll("updates") Update update,
      @ForAll Random random) {
    DeploymentDesire desire = desire(replicas, update);
    ClusterModel cluster = new ClusterModel(pods);

    cluster.settle(desire, random);

    List<ReplicaPod> reached = cluster.pods();
    assertEquals(
        IntStream.range(0, replicas).boxed().toList(),
        reached.stream().map(ReplicaPod::ordinal).toList());
    assertTrue(reached.stream().allMatch(ReplicaPod::isAvailable), reached.toString());
    assertTrue(reached.stream().allMatch(desire::made), reached.toString());
  }

  @Property
  void neverTakesASecondPodAwayDuringARoll(
      @ForAll @IntRange(min = 1, max = 6) int replicas, @ForAll Random random) {
    DeploymentDesire desire = desire(replicas, Update.ROLLING);
    ClusterModel cluster =
        new ClusterModel(
            IntStream.range(0, replicas).mapToObj(i -> pod(i, "old", State.AVAILABLE)).toList());

    for (int round = 0; round < 50 * replicas && !cluster.settled(desire); round++) {
      cluster.perform(DeploymentPlanner.plan(desire, cluster.observe()));
      assertTrue(cluster.available() >= replicas - 1, cluster.pods().toString());
      cluster.letSomethingHappen(random);
    }

    assertTrue(cluster.settled(desire), cluster.pods().toString());
  }

  @Property
  void disturbsNoServingPodWhileAnythingIsUnsettled(
      @ForAll("pods") List<ReplicaPod> pods, @ForAll @IntRange(min = 0, max = 6) int replicas) {
    DeploymentDesire desire = desire(replicas, Update.ROLLING);

    List<ReplicaPod> disturbed =
        deletions(DeploymentPlanner.plan(desire, new DeploymentObservation(pods)).actions())
            .filter(pod -> pod.ordinal() < replicas)
            .filter(ReplicaPod::isAvailable)
            .toList();

    assertTrue(disturbed.size() <= 1, disturbed.toString());
    long serving =
        pods.stream().filter(pod -> pod.ordinal() < replicas && pod.isAvailable()).count();
    assertTrue(disturbed.isEmpty() || serving == replicas, pods.toString());
  }

  @Property
  void replacesNothingWhilePaused(
      @ForAll("pods") List<ReplicaPod> pods, @ForAll @IntRange(min = 0, max = 6) int replicas) {
    assertFalse(
        deletions(
                DeploymentPlanner.plan(
                        desire(replicas, Update.PAUSED), new DeploymentObservation(pods))
                    .actions())
            .anyMatch(pod -> pod.ordinal() < replicas && pod.isActive()));
  }

  @Property
  void touchesOnlyPodsThatItWasShown(
      @ForAll("pods") List<ReplicaPod> pods,
      @ForAll @IntRange(min = 0, max = 6) int replicas,
      @ForAll("updates") Update update) {
    List<DeploymentAction> actions =
        DeploymentPlanner.plan(desire(replicas, update), new DeploymentObservation(pods)).actions();

    assertTrue(deletions(actions).allMatch(pods::contains));
    assertTrue(deletions(actions).noneMatch(ReplicaPod::isTerminating));
    for (DeploymentAction action : actions) {
      if (action instanceof CreatePod create) {
        assertTrue(pods.stream().noneMatch(pod -> pod.ordinal() == create.ordinal()));
      }
    }
  }

  private static Stream<ReplicaPod> deletions(List<DeploymentAction> actions) {
    return actions.stream().filter(DeletePod.class::isInstance).map(a -> ((DeletePod) a).pod());
  }

  static DeploymentDesire desire(int replicas, Update update) {
    return new DeploymentDesire(
        "web", replicas, "new", update, 0, Duration.ZERO, Duration.ofMinutes(10));
  }

  static ReplicaPod pod(int ordinal, String hash, State state) {
    return new ReplicaPod(
        ordinal, "web-" + ordinal, "uid-" + ordinal + hash, hash, state, Duration.ZERO);
  }

  @Provide
  Arbitrary<Update> updates() {
    return Arbitraries.of(Update.ROLLING, Update.RECREATE);
  }

  @Provide
  Arbitrary<List<ReplicaPod>> pods() {
    Arbitrary<ReplicaPod> pod =
        Combinators.combine(
                Arbitraries.integers().between(0, 12),
                Arbitraries.of("old", "new"),
                Arbitraries.of(State.class))
            .as(DeploymentPlannerProperties::pod);
    return pod.list().ofMaxSize(8).uniqueElements(ReplicaPod::ordinal);
  }
}
