package io.mkube.controllers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanRunnerTest {
  private final PlanRunner runner = new PlanRunner();

  private record Step(String describe) implements Action {}

  @Test
  void performsStepsInOrderAndTellsWhatWasDone() {
    List<String> done = new ArrayList<>();

    Outcome outcome =
        runner.run(
            "x", Plan.of(List.of(new Step("a"), new Step("b"))), step -> done.add(step.describe()));

    assertEquals(List.of("a", "b"), done);
    assertEquals(new Outcome.Changed(List.of("a", "b")), outcome);
  }

  @Test
  void saysWhatRemainsWhenSomethingDoes() {
    Outcome.Waiting waiting = new Outcome.Waiting("Unpacking", "…", Duration.ofSeconds(1));

    assertEquals(waiting, runner.run("x", new Plan<>(List.of(new Step("a")), waiting), step -> {}));
    assertEquals(waiting, runner.run("x", Plan.<Step>nothing(waiting), step -> {}));
  }

  @Test
  void isInSyncWhenThereIsNothingToDo() {
    assertInstanceOf(Outcome.InSync.class, runner.run("x", Plan.of(List.<Step>of()), step -> {}));
  }

  @Test
  void stopsAtTheFirstFailure() {
    List<String> done = new ArrayList<>();

    Outcome outcome =
        runner.run(
            "x",
            Plan.of(List.of(new Step("a"), new Step("b"), new Step("c"))),
            step -> {
              if (step.describe().equals("b")) {
                throw new DeviceException.Busy("held");
              }
              done.add(step.describe());
            });

    assertEquals(List.of("a"), done);
    assertEquals(new Outcome.Waiting("DeviceBusy", "b: held", Outcome.BUSY_RECHECK), outcome);
  }

  @Test
  void endsWithTheOutcomeThatTheActuatorKnows() {
    Outcome.Blocked blocked = new Outcome.Blocked("PoolExhausted", "full", Duration.ZERO);

    assertEquals(
        blocked,
        runner.run(
            "x",
            Plan.of(List.of(new Step("a"))),
            step -> {
              throw new ActionException(blocked);
            }));
  }

  @Test
  void passesOnWhatIsNoFailureOfADevice() {
    assertThrows(
        IllegalStateException.class,
        () ->
            runner.run(
                "x",
                Plan.of(List.of(new Step("a"))),
                step -> {
                  throw new IllegalStateException("bug");
                }));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new DeviceException.Unreachable("x"), Outcome.Blocked.class),
        Arguments.of(new DeviceException.Busy("x"), Outcome.Waiting.class),
        Arguments.of(new DeviceException.Missing("x"), Outcome.Waiting.class),
        Arguments.of(new DeviceException.Duplicate("x"), Outcome.Waiting.class),
        Arguments.of(new DeviceException.Unauthorized("x"), Outcome.Failed.class),
        Arguments.of(new DeviceException.Unsupported("x"), Outcome.Failed.class),
        Arguments.of(new DeviceException.Rejected("x"), Outcome.Failed.class),
        Arguments.of(new DeviceException.Unintelligible("x"), Outcome.Failed.class));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void translatesEveryFailureOfADevice(DeviceException failure, Class<? extends Outcome> outcome) {
    assertInstanceOf(outcome, Outcome.of(failure, "doing", Action.Target.ROUTER));
  }

  @Test
  void namesThePartyThatDoesNotAnswer() {
    DeviceException down = new DeviceException.Unreachable("timed out");

    Outcome router = Outcome.of(down, "doing", Action.Target.ROUTER);
    Outcome dns = Outcome.of(down, "doing", Action.Target.DNS);

    assertEquals("RouterUnreachable", ((Outcome.Blocked) router).reason());
    assertEquals("DNSUnreachable", ((Outcome.Blocked) dns).reason());
  }

  @Test
  void printsOneStepALine() {
    assertEquals("a\nb", Plan.of(List.of(new Step("a"), new Step("b"))).toString());
  }
}
