package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to Jobs whose pods have indexes; causes are divided by bars. */
final class JobRefusalsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
completions: 3, successPolicy: {rules: []} ~ spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified
completions: 3, successPolicy: {rules: [{}]} ~ spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified
completions: 3, successPolicy: {rules: [{succeededIndexes: '0-1', succeededCount: 2}]} ~
completions: 3, successPolicy: {rules: [{succeededIndexes: '0-5'}]} ~ spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-5": error parsing succeededIndexes: too large index: "5"
completions: 9, successPolicy: {rules: [{succeededIndexes: '3,2'}]} ~ spec.successPolicy.rules[0].succeededIndexes: Invalid value: "3,2": error parsing succeededIndexes: non-increasing order, previous: 3, current: 2
completions: 9, successPolicy: {rules: [{succeededIndexes: '0-2-3'}]} ~ spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-2-3": error parsing succeededIndexes: the fragment "0-2-3" violates the requirement that an index interval can have at most two parts separated by '-'
completions: 9, successPolicy: {rules: [{succeededIndexes: '1,x'}]} ~ spec.successPolicy.rules[0].succeededIndexes: Invalid value: "1,x": error parsing succeededIndexes: cannot convert string to integer for index: "x"
completions: 3, successPolicy: {rules: [{succeededIndexes: '0,2', succeededCount: 4}]} ~ spec.successPolicy.rules[0].succeededCount: Invalid value: 4: must be less than or equal to 3 (the number of specified completions) | spec.successPolicy.rules[0].succeededCount: Invalid value: 4: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)
completions: 3, successPolicy: {rules: [{succeededCount: -1}]} ~ spec.successPolicy.rules[0].succeededCount: Invalid value: -1: must be greater than or equal to 0
completions: 100001, parallelism: 10001, backoffLimitPerIndex: 1 ~ spec.maxFailedIndexes: Required value: must be specified when completions is above 100000 | spec.parallelism: Invalid value: 10001: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index
completions: 200000, parallelism: 1, backoffLimitPerIndex: 1, maxFailedIndexes: 100001 ~ spec.maxFailedIndexes: Invalid value: 100001: must be less than or equal to 100000 | spec.maxFailedIndexes: Invalid value: 100001: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index
completions: 1, podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [2, 1]}}]} ~ spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: []int32{2, 1}: must be ordered
""")
  void withIndexes(String fields, String causes) {
    assertEquals(
        KindSamples.causes(causes),
        created(
            kind("Job"),
            object(
                "{metadata: {name: j, uid: u}, spec: {completionMode: Indexed, template: {spec:"
                    + " {restartPolicy: Never, containers: [{name: c, image: i}]}}, "
                    + fields
                    + "}}")));
  }

  @ParameterizedTest
  @CsvSource({"60, 100, true", "61, 100, false", "61, 10, true", "62, 2, false"})
  void whoseNamesLeaveRoomForTheIndex(int length, int completions, boolean fits) {
    String name = "j".repeat(length);
    String refusal =
        "metadata.name: Invalid value: \""
            + name
            + "\": will not able to create pod with invalid DNS label: "
            + name
            + "-"
            + (completions - 1);

    assertEquals(
        KindSamples.causes(fits ? null : refusal),
        created(
            kind("Job"),
            object(
                "{metadata: {uid: u, name: "
                    + name
                    + "}, spec: {completionMode: Indexed, completions: "
                    + completions
                    + ", template: {spec: {restartPolicy: Never, containers: [{name: c, image:"
                    + " i}]}}}}")));
  }

  @Test
  void thatWantToSelectOtherPods() {
    String job =
        "{metadata: {name: j, uid: u}, spec: {template: {spec: {restartPolicy: Never, containers:"
            + " [{name: c, image: i}]}}}}";
    ObjectNode old = object(job);
    created(kind("Job"), old);
    ObjectNode changed = old.deepCopy();
    changed.withObject("/spec/selector/matchLabels").put("q", "r");

    List<String> found = KindSamples.updated(kind("Job"), object(job), changed);

    assertTrue(found.getFirst().endsWith(": `selector` not auto-generated"), found.getFirst());
    assertTrue(
        found.get(1).endsWith(": `selector` does not match template `labels`"), found.get(1));
    assertTrue(found.get(2).endsWith(": field is immutable"), found.get(2));
  }
}
