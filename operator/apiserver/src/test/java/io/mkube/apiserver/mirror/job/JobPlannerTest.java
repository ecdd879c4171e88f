package io.mkube.apiserver.mirror.job;

import static io.mkube.apiserver.mirror.plan.PlanSamples.made;
import static io.mkube.apiserver.mirror.plan.PlanSamples.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of Jobs whose pods fail, or succeed early, in the words of the Job controller. */
class JobPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String INDEXED =
      "completionMode: Indexed, completions: 3, parallelism: 3, backoffLimit: 2147483647, ";

  private static ObjectNode read(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (Exception e) {
      throw new IllegalStateException(yaml, e);
    }
  }

  private static Plan plan(String spec, String... pods) {
    return plan(spec, "{startTime: '2026-01-02T03:04:00Z'}", pods);
  }

  private static Plan plan(String spec, String status, String[] pods) {
    ObjectNode job =
        read(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: n, uid: u}, spec: {"
                + spec
                + "template: {spec: {containers: [{name: c, image: i}]}}}, status: "
                + status
                + "}");
    List<ObjectNode> all = new ArrayList<>();
    for (String pod : pods) {
      all.add(read(pod));
    }
    return JobPlanner.plan(new Workload(job), all, NOW);
  }

  private static String failed(int index, int failures, int code) {
    return """
    {metadata: {name: p%d, namespace: n, annotations: {
     batch.kubernetes.io/job-completion-index: '%d',
     batch.kubernetes.io/job-index-failure-count: '%d'}},
     status: {phase: Failed, conditions: [{type: DisruptionTarget, status: '%s'}],
      containerStatuses: [{name: c, state: {terminated: {exitCode: %d,
      finishedAt: '2026-01-02T03:04:00Z'}}}]}}
    """
        .formatted(index, index, failures, code == 9 ? "True" : "False", code);
  }

  private static String succeeded(int index) {
    return failed(index, 0, 0).replace("Failed", "Succeeded");
  }

  private static JsonNode annotations(ObjectNode pod) {
    return pod.at("/metadata/annotations");
  }

  private static void assertEnds(Plan plan, String first, String last, String reason, String text)
      throws Exception {
    String condition =
        "{\"type\":\"%s\",\"status\":\"True\",\"lastTransitionTime\":\"2026-01-02T03:04:05Z\","
            + "\"reason\":\"%s\",\"message\":\"%s\",\"lastProbeTime\":\"2026-01-02T03:04:05Z\"}";
    assertEquals(
        new ObjectMapper()
            .readTree(
                "["
                    + condition.formatted(first, reason, text)
                    + ","
                    + condition.formatted(last, reason, text)
                    + "]"),
        status(plan).path("conditions"));
    assertTrue(made(plan).isEmpty());
  }

  @Test
  void failsAtOnceWhenItsPolicySaysSo() throws Exception {
    assertEnds(
        plan(
            "completions: 1, parallelism: 1, podFailurePolicy: {rules: ["
                + "{action: Ignore, onPodConditions: [{type: DisruptionTarget, status: 'True'}]}, "
                + "{action: FailJob, onExitCodes: {operator: In, values: [3]}}]}, ",
            failed(0, 0, 3)),
        "FailureTarget",
        "Failed",
        "PodFailurePolicy",
        "Container c for pod n/p0 failed with exit code 3 matching FailJob rule at index 1");
  }

  @Test
  void waitsAfterFailuresThatAreIgnored() {
    Plan plan =
        plan(
            "completions: 1, parallelism: 1, backoffLimit: 0, podFailurePolicy: {rules: [{action:"
                + " Ignore, onPodConditions: [{type: DisruptionTarget, status: 'True'}]}]}, ",
            failed(0, 0, 9));

    assertTrue(made(plan).isEmpty());
    assertTrue(status(plan).path("failed").isMissingNode());
    assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:10Z")), plan.again());
  }

  @Test
  void countsFailuresOfEachIndex() {
    Plan plan =
        plan(INDEXED + "backoffLimitPerIndex: 1, ", failed(0, 0, 1), failed(1, 1, 1), succeeded(2));

    assertEquals("2", status(plan).path("completedIndexes").asText());
    assertEquals("1", status(plan).path("failedIndexes").asText());
    assertEquals(2, status(plan).path("failed").asInt());
    assertEquals(1, made(plan).size());
    JsonNode annotations = annotations(made(plan).getFirst());
    assertEquals("0", annotations.path("batch.kubernetes.io/job-completion-index").asText());
    assertEquals("1", annotations.path("batch.kubernetes.io/job-index-failure-count").asText());
  }

  @Test
  void failsWhenAllIndexesHaveEndedAndSomeFailed() throws Exception {
    Plan plan =
        plan(INDEXED + "backoffLimitPerIndex: 0, ", succeeded(0), failed(1, 0, 1), succeeded(2));

    assertEnds(plan, "FailureTarget", "Failed", "FailedIndexes", "Job has failed indexes");
    assertEquals("0,2", status(plan).path("completedIndexes").asText());
    assertEquals("1", status(plan).path("failedIndexes").asText());
  }

  @Test
  void failsWhenTooManyIndexesHave() throws Exception {
    assertEnds(
        plan(INDEXED + "backoffLimitPerIndex: 0, maxFailedIndexes: 0, ", failed(1, 0, 1)),
        "FailureTarget",
        "Failed",
        "MaxFailedIndexesExceeded",
        "Job has exceeded the specified maximal number of failed indexes");
  }

  @Test
  void givesUpAnIndexThatItsPolicyFails() {
    Plan plan =
        plan(
            INDEXED
                + "backoffLimitPerIndex: 5, podFailurePolicy: {rules: [{action: FailIndex,"
                + " onExitCodes: {operator: NotIn, values: [1]}}]}, ",
            failed(0, 0, 1),
            failed(1, 0, 2));

    assertEquals("1", status(plan).path("failedIndexes").asText());
    assertEquals(
        List.of("0", "2"),
        made(plan).stream()
            .map(pod -> annotations(pod).path("batch.kubernetes.io/job-completion-index").asText())
            .toList());
  }

  @Test
  void succeedsWhenAPolicyIsMet() throws Exception {
    assertEnds(
        plan(
            INDEXED
                + "successPolicy: {rules: [{succeededIndexes: '2'}, {succeededIndexes: '0-1',"
                + " succeededCount: 1}]}, ",
            succeeded(1)),
        "SuccessCriteriaMet",
        "Complete",
        "SuccessPolicy",
        "Matched rules at index 1");
  }

  @Test
  void remembersIndexesWhosePodsAreGone() throws Exception {
    assertEnds(
        plan(
            INDEXED,
            "{startTime: '2026-01-02T03:04:00Z', completedIndexes: '0-1', succeeded: 2}",
            new String[] {succeeded(2)}),
        "SuccessCriteriaMet",
        "Complete",
        "CompletionsReached",
        "Reached expected number of succeeded pods");
  }
}
