package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static io.mkube.apiserver.builtin.KindSamples.updated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the pods of gated pods and of suspended Jobs go may still change. */
final class PlacementUpdatesTest {
  private static List<String> pod(String before, String after) {
    String pod =
        "{metadata: {name: p}, spec: {serviceAccountName: default, priority: 0, preemptionPolicy:"
            + " PreemptLowerPriority, containers: [{name: c, image: i}], %s}}";
    return updated(kind("Pod"), object(pod.formatted(before)), object(pod.formatted(after)));
  }

  private static List<String> job(String before, String after) {
    String job =
        "{metadata: {name: j, uid: u}, spec: {suspend: %s, manualSelector: true, selector:"
            + " {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
            + " {restartPolicy: Never, %s}}}}";
    String suspend = before.startsWith("running") ? "false" : "true";
    return updated(
        kind("Job"),
        object(job.formatted(suspend, before.substring(before.indexOf(' ') + 1))),
        object(job.formatted(suspend, after)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
schedulingGates: [{name: a}] ~ schedulingGates: [{name: a}], nodeSelector: {x: y} ~
schedulingGates: [{name: a}], nodeSelector: {x: y} ~ schedulingGates: [{name: a}], nodeSelector: {x: y, z: w} ~
schedulingGates: [{name: a}], nodeSelector: {x: y} ~ schedulingGates: [{name: a}], nodeSelector: {x: z} ~ spec.nodeSelector: Invalid value: map[string]string{"x":"z"}: only additions are allowed
schedulingGates: [{name: a}], nodeSelector: {x: y} ~ schedulingGates: [{name: a}] ~ spec.nodeSelector: Invalid value: map[string]string(nil): only additions are allowed
schedulingGates: [{name: a}] ~ schedulingGates: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}} ~
schedulingGates: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}} ~ schedulingGates: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}]}}} ~
schedulingGates: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}} ~ schedulingGates: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: b, operator: Exists}]}]}}} ~ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"matchExpressions":[{"key":"b","operator":"Exists"}]}: only additions are allowed (no mutations or deletions)
schedulingGates: [{name: a}] ~ schedulingGates: [{name: b}] ~ spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'b'
""")
  void ofAGatedPodNarrow(String before, String after, String causes) {
    assertEquals(KindSamples.causes(causes), pod(before, after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
nodeName: '' ~ nodeSelector: {x: y}
schedulingGates: [{name: a}] ~ schedulingGates: [{name: a}], affinity: {podAffinity: {}}
""")
  void ofAPodAreOtherwiseFixed(String before, String after) {
    assertTrue(pod(before, after).getFirst().startsWith("spec: Forbidden: pod updates may not"));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
suspended containers: [{name: c, image: i}] ~ containers: [{name: c, image: i}], nodeSelector: {x: y}, tolerations: [{operator: Exists}], schedulingGates: [{name: g}] ~ true
suspended containers: [{name: c, image: i}] ~ containers: [{name: c, image: i}], affinity: {nodeAffinity: {}} ~ true
suspended containers: [{name: c, image: i}] ~ containers: [{name: c, image: other}] ~ false
suspended containers: [{name: c, image: i}] ~ containers: [{name: c, image: i}], affinity: {podAffinity: {}} ~ false
running containers: [{name: c, image: i}] ~ containers: [{name: c, image: i}], nodeSelector: {x: y} ~ false
""")
  void ofASuspendedJobChange(String before, String after, boolean accepted) {
    List<String> causes = job(before, after);

    assertEquals(accepted, causes.isEmpty(), causes::toString);
    assertTrue(causes.stream().allMatch(cause -> cause.endsWith("field is immutable")));
  }
}
