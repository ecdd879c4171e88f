package io.mkube.apiserver.mirror.schedule;

import static io.mkube.apiserver.mirror.plan.PlanSamples.deleted;
import static io.mkube.apiserver.mirror.plan.PlanSamples.json;
import static io.mkube.apiserver.mirror.plan.PlanSamples.made;
import static io.mkube.apiserver.mirror.plan.PlanSamples.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which Jobs a CronJob makes and forgets. */
final class CronJobPlannerTest {
  private static final Instant CREATED = Instant.parse("2025-01-01T00:00:30Z");
  private static final Instant DUE = Instant.parse("2025-01-01T00:01:00Z");

  private static Workload cron(String spec) {
    return new Workload(
        json(
            "{'apiVersion': 'batch/v1', 'kind': 'CronJob', 'metadata': {'name': 'tick',"
                + " 'namespace': 'n', 'uid': 'u', 'creationTimestamp': '"
                + CREATED
                + "'}, 'spec': {'schedule': '* * * * *', 'jobTemplate': {'metadata': {'labels':"
                + " {'a': 'b'}}, 'spec': {'parallelism': 1}}"
                + spec
                + "}, 'status': {}}"));
  }

  private static ObjectNode job(Instant scheduled, String status) {
    return json(
        "{'metadata': {'name': 'tick-"
            + scheduled.getEpochSecond() / 60
            + "', 'uid': '"
            + scheduled
            + "', 'annotations': {'batch.kubernetes.io/cronjob-scheduled-timestamp': '"
            + scheduled
            + "'}}, 'status': {'startTime': '"
            + scheduled
            + "'"
            + status
            + "}}");
  }

  private static ObjectNode ended(Instant scheduled, String condition) {
    return job(
        scheduled,
        ", 'completionTime': '"
            + scheduled.plusSeconds(5)
            + "', 'conditions': [{'type': '"
            + condition
            + "', 'status': 'True'}]");
  }

  @Test
  void waitsUntilItIsTime() {
    Plan plan = CronJobPlanner.plan(cron(""), List.of(), CREATED.plusSeconds(10));

    assertTrue(plan.steps().isEmpty());
    assertEquals(DUE, plan.again().orElseThrow());
  }

  @Test
  void complainsOfADayThatNeverComes() {
    ObjectNode never = cron("").object().deepCopy();
    never.withObject("/spec").put("schedule", "59 23 31 2 *");

    Plan plan = CronJobPlanner.plan(new Workload(never), List.of(), CREATED);

    assertEquals(
        List.of(
            new Step.Warn(
                "InvalidSchedule",
                "invalid schedule: 59 23 31 2 * : time difference between two schedules is less"
                    + " than 1 second")),
        plan.steps());
    assertTrue(plan.again().isEmpty());
  }

  @Test
  void makesOneJobForTheLatestTimeThatHasCome() {
    Plan plan = CronJobPlanner.plan(cron(""), List.of(), CREATED.plusSeconds(3600));

    ObjectNode job = made(plan).getFirst();
    assertEquals(1, made(plan).size());
    assertEquals("tick-28928220", ObjectMetadata.of(job).name());
    assertEquals("b", ObjectMetadata.of(job).labels().get("a"));
    assertEquals(
        "2025-01-01T01:00:00Z",
        ObjectMetadata.of(job)
            .annotations()
            .get("batch.kubernetes.io/cronjob-scheduled-timestamp"));
    assertEquals("CronJob", job.at("/metadata/ownerReferences/0/kind").asText());
    assertEquals(1, job.at("/spec/parallelism").asInt());
  }

  @Test
  void tellsWhatRunsAndWhatWasLast() {
    Plan plan = CronJobPlanner.plan(cron(""), List.of(job(DUE, "")), DUE.plusSeconds(2));

    assertTrue(made(plan).isEmpty());
    assertEquals("tick-28928161", status(plan).at("/active/0/name").asText());
    assertEquals(DUE.toString(), status(plan).path("lastScheduleTime").asText());
    assertFalse(status(plan).has("lastSuccessfulTime"));
  }

  @Test
  void tellsWhenTheLastSuccessWas() {
    Plan plan = CronJobPlanner.plan(cron(""), List.of(ended(DUE, "Complete")), DUE.plusSeconds(10));

    assertEquals(DUE.plusSeconds(5).toString(), status(plan).path("lastSuccessfulTime").asText());
    assertFalse(status(plan).has("active"));
  }

  @Test
  void keepsAsManyAsTheHistoryTakes() {
    Workload cron = cron(", 'successfulJobsHistoryLimit': 1, 'failedJobsHistoryLimit': 0");
    List<ObjectNode> jobs =
        List.of(
            ended(DUE.plusSeconds(120), "Complete"),
            ended(DUE, "Complete"),
            ended(DUE.plusSeconds(60), "Failed"));

    Plan plan = CronJobPlanner.plan(cron, jobs, DUE.plusSeconds(150));

    assertEquals(List.of("tick-28928161", "tick-28928162"), deleted(plan));
  }

  @Test
  void doesWhatThePolicySaysWhileAJobRuns() {
    List<ObjectNode> jobs = List.of(job(DUE, ""));
    Instant later = DUE.plusSeconds(61);

    assertTrue(
        made(CronJobPlanner.plan(cron(", 'concurrencyPolicy': 'Forbid'"), jobs, later)).isEmpty());
    Plan replace = CronJobPlanner.plan(cron(", 'concurrencyPolicy': 'Replace'"), jobs, later);
    assertEquals(List.of("tick-28928161"), deleted(replace));
    assertEquals(1, made(replace).size());
    assertEquals(1, made(CronJobPlanner.plan(cron(""), jobs, later)).size());
  }

  @Test
  void startsNothingThatIsSuspendedOrTooLate() {
    Instant late = CREATED.plusSeconds(80);

    assertTrue(made(CronJobPlanner.plan(cron(", 'suspend': true"), List.of(), late)).isEmpty());
    assertTrue(
        made(CronJobPlanner.plan(cron(", 'startingDeadlineSeconds': 5"), List.of(), late))
            .isEmpty());
    assertEquals(
        1,
        made(CronJobPlanner.plan(cron(", 'startingDeadlineSeconds': 60"), List.of(), late)).size());
  }
}
