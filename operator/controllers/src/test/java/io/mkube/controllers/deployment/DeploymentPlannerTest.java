package io.mkube.controllers.deployment;

import static io.mkube.controllers.deployment.DeploymentPlannerProperties.desire;
import static io.mkube.controllers.deployment.DeploymentPlannerProperties.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.controllers.deployment.DeploymentDesire.Update;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod.State;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeploymentPlannerTest {
  @Test
  void createsEveryOrdinal() {
    assertEquals("create pod web-0\ncreate pod web-1\ncreate pod web-2", plan(3, Update.ROLLING));
  }

  @Test
  void keepsNoPodWhenZeroAreWanted() {
    assertEquals(
        "delete pod web-0, beyond the number of replicas",
        plan(0, Update.ROLLING, pod(0, "new", State.AVAILABLE)));
  }

  @Test
  void deletesTheHighestOrdinalFirstByNumber() {
    ReplicaPod[] twelve =
        IntStream.range(0, 12)
            .mapToObj(i -> pod(i, "new", State.AVAILABLE))
            .toArray(ReplicaPod[]::new);

    assertEquals(
        """
        delete pod web-11, beyond the number of replicas
        delete pod web-10, beyond the number of replicas
        delete pod web-9, beyond the number of replicas\
        """,
        plan(9, Update.ROLLING, twelve));
  }

  @Test
  void waitsUntilTheNameOfADeletedPodIsFree() {
    assertEquals(
        "",
        plan(2, Update.ROLLING, pod(0, "new", State.AVAILABLE), pod(1, "new", State.TERMINATING)));
  }

  @Test
  void replacesBrokenPodsOfTheOldTemplateBeforeServingOnes() {
    assertEquals(
        "delete pod web-0, its template is outdated",
        plan(
            3,
            Update.ROLLING,
            pod(0, "old", State.UNREADY),
            pod(1, "old", State.AVAILABLE),
            pod(2, "old", State.AVAILABLE)));
  }

  @Test
  void stopsARollWhileTheNewPodIsNotAvailable() {
    for (State state : List.of(State.UNREADY, State.SETTLING, State.TERMINATING)) {
      assertEquals(
          "", plan(2, Update.ROLLING, pod(0, "old", State.AVAILABLE), pod(1, "new", state)));
    }
  }

  @Test
  void recreatesAllAtOnceWhenAskedTo() {
    assertEquals(
        """
        delete pod web-0, its template is outdated
        delete pod web-1, its template is outdated\
        """,
        plan(2, Update.RECREATE, pod(0, "old", State.AVAILABLE), pod(1, "old", State.AVAILABLE)));
    assertEquals("", plan(2, Update.RECREATE, pod(0, "old", State.TERMINATING)));
    assertEquals("create pod web-0\ncreate pod web-1", plan(2, Update.RECREATE));
  }

  @Test
  void replacesAPodThatHasFinished() {
    assertEquals(
        "delete pod web-0, it has finished",
        plan(1, Update.ROLLING, pod(0, "new", State.FINISHED)));
  }

  private static String plan(int replicas, Update update, ReplicaPod... pods) {
    return DeploymentPlanner.plan(
            desire(replicas, update), new DeploymentObservation(List.of(pods)))
        .toString();
  }
}
