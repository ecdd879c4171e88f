package io.mkube.controllers.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.Condition;
import io.mkube.controllers.status.ConditionWriter.Status;
import io.mkube.controllers.status.ConditionWriter.Wanted;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionWriterTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final Instant LATER = THEN.plusSeconds(60);

  @Test
  void addsConditionsInOrderWithGenerationAndTime() {
    List<Condition> written =
        ConditionWriter.merge(
            List.of(),
            List.of(
                new Wanted("Ready", Status.FALSE, "Busy", "wait"),
                new Wanted("Degraded", Status.UNKNOWN, "NotObserved", "")),
            3,
            THEN);

    assertEquals(List.of("Ready", "Degraded"), written.stream().map(Condition::getType).toList());
    assertEquals(3, written.getFirst().getObservedGeneration());
    assertEquals("2026-01-01T00:00:00Z", written.getFirst().getLastTransitionTime());
  }

  @Test
  void keepsTheTimeWhileTheStatusStays() {
    List<Condition> before = write(List.of(), Status.FALSE, "Busy", THEN);

    List<Condition> after = write(before, Status.FALSE, "StillBusy", LATER);

    assertEquals("2026-01-01T00:00:00Z", after.getFirst().getLastTransitionTime());
    assertEquals("StillBusy", after.getFirst().getReason());
  }

  @Test
  void changesTheTimeWithTheStatus() {
    List<Condition> before = write(List.of(), Status.FALSE, "Busy", THEN);

    List<Condition> after = write(before, Status.TRUE, "Done", LATER);

    assertEquals("2026-01-01T00:01:00Z", after.getFirst().getLastTransitionTime());
  }

  @Test
  void isEqualToWhatThereWasWhenNothingChanged() {
    List<Condition> before = write(List.of(), Status.TRUE, "Done", THEN);

    assertEquals(before, write(before, Status.TRUE, "Done", LATER));
  }

  @Test
  void leavesConditionsOfOthersAlone() {
    List<Condition> foreign =
        ConditionWriter.merge(
            List.of(), List.of(new Wanted("Other", Status.TRUE, "X", "")), 1, THEN);

    List<Condition> after = write(foreign, Status.TRUE, "Done", LATER);

    assertEquals(foreign.getFirst(), after.getFirst());
    assertEquals("Done", ConditionWriter.find(after, "Ready").orElseThrow().getReason());
  }

  @Test
  void refusesConditionsWithoutReason() {
    assertThrows(
        IllegalArgumentException.class, () -> new Wanted("Ready", Status.TRUE, "", "why?"));
  }

  private static List<Condition> write(
      List<Condition> before, Status status, String reason, Instant now) {
    return ConditionWriter.merge(
        before, List.of(new Wanted("Ready", status, reason, "text")), 1, now);
  }
}
