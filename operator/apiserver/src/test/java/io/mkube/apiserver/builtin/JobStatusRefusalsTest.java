package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to statuses of Jobs; before, after, and causes divided by bars. */
final class JobStatusRefusalsTest {
  private static ObjectNode job(@Nullable String spec, @Nullable String status) {
    return object(
        "{metadata: {name: j}, spec: {"
            + (spec == null ? "completions: 3, parallelism: 2" : spec)
            + "}, status: {"
            + (status == null ? "" : conditions(status.replace("\"", "")))
            + "}}");
  }

  /** {@code +Complete} stands for a condition that is true. */
  private static String conditions(String status) {
    StringBuilder fields = new StringBuilder();
    StringBuilder conditions = new StringBuilder();
    for (String word : status.split(" ; ", -1)) {
      if (word.startsWith("+")) {
        conditions.append("{type: ").append(word.substring(1)).append(", status: 'True'},");
      } else {
        fields.append(word).append(", ");
      }
    }
    return fields + "conditions: [" + conditions + "]";
  }

  @ParameterizedTest(name = "{1} {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
 ~ ~ active: -1 ; failed: -2 ~ status.active: Invalid value: -1: must be greater than or equal to 0 | status.failed: Invalid value: -2: must be greater than or equal to 0 | status.failed: Invalid value: -2: cannot decrease the failed counter
 ~ ~ "uncountedTerminatedPods: {succeeded: [a, ''], failed: [a]}" ~ status.uncountedTerminatedPods.succeeded[1]: Invalid value: "": must not be empty | status.uncountedTerminatedPods.failed[0]: Duplicate value: "a"
 ~ "startTime: 2024-01-01T00:00:00Z" ~ "startTime: 2024-01-01T00:00:00Z" ; "completionTime: 2024-01-01T00:00:05Z" ; +SuccessCriteriaMet ; +Complete ~
 ~ ~ +Complete ~ status.completionTime: Required value: completionTime is required for Complete jobs | status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition | status.startTime: Required value: startTime is required for finished job
 ~ ~ "startTime: 2024-01-01T00:00:00Z" ; +Failed ; active: 1 ; terminating: 1 ~ status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition | status.active: Invalid value: 1: active>0 is invalid for finished job | status.terminating: Invalid value: 1: terminating>0 is invalid for finished job
 ~ ~ "startTime: 2024-01-01T00:00:05Z" ; "completionTime: 2024-01-01T00:00:00Z" ~ status.completionTime: Invalid value: 2024-01-01 00:00:00 +0000 UTC: cannot set completionTime when there is no Complete=True condition | status.completionTime: Invalid value: 2024-01-01 00:00:00 +0000 UTC: completionTime cannot be set before startTime
 ~ "startTime: 2024-01-01T00:00:00Z" ; +FailureTarget ; +Failed ~ "startTime: 2024-01-01T00:00:00Z" ~ status.conditions: Invalid value: cannot disable the terminal Failed=True condition | status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition
 ~ "startTime: 2024-01-01T00:00:00Z" ; succeeded: 2 ~ succeeded: 1 ~ status.succeeded: Invalid value: 1: cannot decrease the succeeded counter | status.startTime: Required value: startTime cannot be removed for unsuspended job
completionMode: Indexed, completions: 3, parallelism: 3 ~ succeeded: 2 ~ succeeded: 1 ~
 ~ ~ active: 1 ; ready: 2 ~ status.ready: Invalid value: 2: cannot set more ready pods than active
 ~ ~ "completedIndexes: '0'" ; "failedIndexes: '1'" ~ status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode | status.failedIndexes: Invalid value: "1": cannot set non-null failedIndexes when backoffLimitPerIndex is null
completionMode: Indexed, completions: 9, parallelism: 3, backoffLimitPerIndex: 1 ~ ~ "completedIndexes: '0-4,7'" ; "failedIndexes: '3,8'" ~ status.failedIndexes: Invalid value: "3,8": failedIndexes and completedIndexes overlap at index: 3
completionMode: Indexed, completions: 3, parallelism: 3, backoffLimitPerIndex: 1 ~ ~ "completedIndexes: '0,5'" ; "failedIndexes: '2,1'" ~ status.completedIndexes: Invalid value: "0,5": error parsing completedIndexes: too large index: "5" | status.failedIndexes: Invalid value: "2,1": error parsing failedIndexes: non-increasing order, previous: 2, current: 1
completionMode: Indexed, completions: 3, parallelism: 3, successPolicy: {rules: []} ~ "startTime: 2024-01-01T00:00:00Z" ~ "startTime: 2024-01-01T00:00:00Z" ; "completionTime: 2024-01-01T00:00:05Z" ; +Complete ~ status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition | status.conditions: Invalid value: cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True
 ~ +SuccessCriteriaMet ~ +FailureTarget ~ status.conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition
 ~ "uncountedTerminatedPods: {failed: [x]}" ; "startTime: 2024-01-01T00:00:00Z" ~ "uncountedTerminatedPods: {failed: [x]}" ; "startTime: 2024-01-01T00:00:00Z" ; +FailureTarget ; +Failed ~ status.uncountedTerminatedPods: Invalid value: batch.UncountedTerminatedPods{Succeeded:[]types.UID(nil), Failed:[]types.UID{"x"}}: uncountedTerminatedPods needs to be empty for finished job
""")
  void refusals(
      @Nullable String spec,
      @Nullable String before,
      @Nullable String after,
      @Nullable String causes) {
    assertEquals(
        KindSamples.causes(causes),
        KindSamples.reported(kind("Job"), job(spec, before), job(spec, after)));
  }
}
