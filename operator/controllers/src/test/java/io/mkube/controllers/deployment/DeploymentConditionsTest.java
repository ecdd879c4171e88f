package io.mkube.controllers.deployment;

import static io.mkube.controllers.deployment.DeploymentPlannerProperties.desire;
import static io.mkube.controllers.deployment.DeploymentPlannerProperties.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.mkube.controllers.deployment.DeploymentDesire.Update;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeploymentConditionsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void countsPodsAsKubernetesDoes() {
    DeploymentStatus status =
        describe(
            4,
            null,
            START,
            pod(0, "new", State.AVAILABLE),
            pod(1, "old", State.AVAILABLE),
            pod(2, "new", State.SETTLING),
            pod(3, "old", State.TERMINATING));

    assertEquals(3, status.getReplicas());
    assertEquals(2, status.getUpdatedReplicas());
    assertEquals(3, status.getReadyReplicas());
    assertEquals(2, status.getAvailableReplicas());
    assertEquals(2, status.getUnavailableReplicas());
    assertEquals(7, status.getObservedGeneration());
  }

  @Test
  void leavesZeroCountsOut() {
    DeploymentStatus status = describe(0, null, START);

    assertNull(status.getReplicas());
    assertNull(status.getUnavailableReplicas());
    assertEquals("True MinimumReplicasAvailable", text(status, "Available"));
    assertEquals("True NewReplicaSetAvailable", text(status, "Progressing"));
  }

  @Test
  void staysTheSameWhileNothingHappens() {
    DeploymentStatus first = describe(1, null, START, pod(0, "new", State.AVAILABLE));

    assertEquals(
        first, describe(1, first, START.plus(Duration.ofDays(30)), pod(0, "new", State.AVAILABLE)));
  }

  @Test
  void givesUpARollThatMakesNoProgressAndRecovers() {
    DeploymentStatus begun = describe(1, null, START, pod(0, "new", State.UNREADY));
    assertEquals("True ReplicaSetUpdated", text(begun, "Progressing"));
    assertEquals(
        Optional.of(Duration.ofMinutes(5).plusSeconds(1)),
        DeploymentConditions.deadline(
            desire(1, Update.ROLLING), begun, START.plus(Duration.ofMinutes(5))));

    DeploymentStatus late =
        describe(1, begun, START.plus(Duration.ofMinutes(11)), pod(0, "new", State.UNREADY));
    assertEquals("False ProgressDeadlineExceeded", text(late, "Progressing"));
    assertEquals("False MinimumReplicasUnavailable", text(late, "Available"));

    DeploymentStatus healed =
        describe(1, late, START.plus(Duration.ofMinutes(12)), pod(0, "new", State.AVAILABLE));
    assertEquals("True NewReplicaSetAvailable", text(healed, "Progressing"));
  }

  @Test
  void startsTheDeadlineAnewWithEveryStep() {
    DeploymentStatus begun =
        describe(2, null, START, pod(0, "old", State.AVAILABLE), pod(1, "new", State.UNREADY));
    Instant later = START.plus(Duration.ofMinutes(9));

    DeploymentStatus stepped =
        describe(2, begun, later, pod(0, "old", State.AVAILABLE), pod(1, "new", State.AVAILABLE));

    assertEquals(later.toString(), condition(stepped, "Progressing").getLastUpdateTime());
    assertEquals(START.toString(), condition(stepped, "Progressing").getLastTransitionTime());
  }

  @Test
  void keepsAFinishedRollFinishedWhenAPodFailsLater() {
    DeploymentStatus done = describe(1, null, START, pod(0, "new", State.AVAILABLE));

    DeploymentStatus broken =
        describe(1, done, START.plus(Duration.ofHours(1)), pod(0, "new", State.UNREADY));

    assertEquals("True NewReplicaSetAvailable", text(broken, "Progressing"));
    assertEquals("False MinimumReplicasUnavailable", text(broken, "Available"));
  }

  @Test
  void tellsWhyAPodCannotBeCreated() {
    DeploymentStatus status =
        DeploymentConditions.describe(
            desire(1, Update.ROLLING),
            new DeploymentObservation(List.of()),
            null,
            7,
            "pods \"web-0\" already exists",
            START);

    assertEquals("True FailedCreate", text(status, "ReplicaFailure"));
    assertTrue(condition(status, "ReplicaFailure").getMessage().contains("web-0"));
  }

  @Test
  void saysThatItIsPaused() {
    DeploymentStatus status =
        DeploymentConditions.describe(
            desire(1, Update.PAUSED),
            new DeploymentObservation(List.of(pod(0, "old", State.AVAILABLE))),
            null,
            7,
            null,
            START);

    assertEquals("Unknown DeploymentPaused", text(status, "Progressing"));
  }

  private static DeploymentStatus describe(
      int replicas, @Nullable DeploymentStatus before, Instant now, ReplicaPod... pods) {
    return DeploymentConditions.describe(
        desire(replicas, Update.ROLLING),
        new DeploymentObservation(List.of(pods)),
        before,
        7,
        null,
        now);
  }

  private static String text(DeploymentStatus status, String type) {
    DeploymentCondition condition = condition(status, type);
    return condition.getStatus() + " " + condition.getReason();
  }

  private static DeploymentCondition condition(DeploymentStatus status, String type) {
    return status.getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
