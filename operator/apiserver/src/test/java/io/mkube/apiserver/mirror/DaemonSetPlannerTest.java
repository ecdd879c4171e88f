package io.mkube.apiserver.mirror;

import static io.mkube.apiserver.mirror.plan.PlanSamples.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.mirror.plan.Workload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which nodes a DaemonSet has pods. */
final class DaemonSetPlannerTest {
  private static ObjectNode node(String name, String taints) {
    return json(
        "{'metadata': {'name': '"
            + name
            + "', 'labels': {'disk': 'ssd'}}, 'spec': {'taints': ["
            + taints
            + "]}}");
  }

  private static ObjectNode pod(String node) {
    return json(
        "{'metadata': {'name': 'p-"
            + node
            + "', 'uid': '"
            + node
            + "'}, 'spec': {'nodeName': '"
            + node
            + "'}, 'status': {'phase': 'Running'}}");
  }

  private static Plan plan(String spec, List<ObjectNode> pods, List<ObjectNode> nodes) {
    Workload set =
        new Workload(
            json(
                "{'apiVersion': 'apps/v1', 'kind': 'DaemonSet', 'metadata': {'name': 'd',"
                    + " 'namespace': 'n', 'uid': 'u', 'generation': 1}, 'spec': {'updateStrategy':"
                    + " {'type': 'OnDelete'}, 'template': {'metadata': {'labels': {}}, 'spec': {"
                    + spec
                    + "}}}}"));
    return DaemonSetPlanner.plan(set, pods, new Revisions(set, List.of()), nodes, Instant.EPOCH);
  }

  private static List<String> made(Plan plan) {
    return plan.steps().stream()
        .filter(Step.Create.class::isInstance)
        .map(step -> ((Step.Create) step).object())
        .filter(object -> object.path("kind").asText().equals("Pod"))
        .map(object -> object.path("spec").path("nodeName").asText())
        .toList();
  }

  private static List<String> deleted(Plan plan) {
    return plan.steps().stream()
        .filter(Step.Delete.class::isInstance)
        .map(step -> ((Step.Delete) step).object().path("spec").path("nodeName").asText())
        .toList();
  }

  @Test
  void leavesOutNodesWhoseTaintsItDoesNotTolerate() {
    List<ObjectNode> nodes =
        List.of(
            node("plain", ""),
            node("closed", "{'key': 'a', 'value': 'b', 'effect': 'NoSchedule'}"),
            node("soft", "{'key': 'a', 'effect': 'PreferNoSchedule'}"),
            node("cordoned", "{'key': 'node.kubernetes.io/unschedulable', 'effect': 'NoSchedule'}"),
            node("lost", "{'key': 'node.kubernetes.io/unreachable', 'effect': 'NoExecute'}"));

    assertEquals(List.of("cordoned", "lost", "plain", "soft"), made(plan("", List.of(), nodes)));
    assertEquals(
        5, made(plan("'tolerations': [{'key': 'a', 'value': 'b'}]", List.of(), nodes)).size());
    assertEquals(5, made(plan("'tolerations': [{'operator': 'Exists'}]", List.of(), nodes)).size());
    assertEquals(
        4,
        made(plan(
                "'tolerations': [{'key': 'a', 'value': 'c'}, {'key': 'a', 'operator':"
                    + " 'Exists', 'effect': 'NoExecute'}]",
                List.of(),
                nodes))
            .size());
  }

  @Test
  void keepsPodsOnNodesThatOnlyTakeNoNewOnes() {
    List<ObjectNode> nodes =
        List.of(
            node("closed", "{'key': 'a', 'effect': 'NoSchedule'}"),
            node("emptied", "{'key': 'a', 'effect': 'NoExecute'}"));

    Plan plan = plan("", List.of(pod("closed"), pod("emptied")), nodes);

    assertEquals(List.of("emptied"), deleted(plan));
    assertEquals(List.of(), made(plan));
  }

  /** As Go's clients make it of the template, to find out which revision is the present one. */
  @Test
  void writesTheTemplateOfARevisionAsGoDoes() {
    ObjectNode revision =
        plan("'restartPolicy': 'Always', 'dnsPolicy': 'Default'", List.of(), List.of())
            .steps()
            .stream()
            .filter(Step.Create.class::isInstance)
            .map(step -> ((Step.Create) step).object())
            .filter(object -> object.path("kind").asText().equals("ControllerRevision"))
            .findFirst()
            .orElseThrow();

    assertEquals(
        "{\"spec\":{\"template\":{\"$patch\":\"replace\",\"metadata\":{\"creationTimestamp\":null,"
            + "\"labels\":{}},\"spec\":{\"dnsPolicy\":\"Default\",\"restartPolicy\":\"Always\"}}}}",
        revision.path("data").toString());
  }

  @Test
  void selectsByLabels() {
    List<ObjectNode> nodes = List.of(node("one", ""));

    assertEquals(List.of("one"), made(plan("'nodeSelector': {'disk': 'ssd'}", List.of(), nodes)));
    assertTrue(made(plan("'nodeSelector': {'disk': 'tape'}", List.of(), nodes)).isEmpty());
    assertEquals(List.of(""), made(plan("", List.of(), List.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          matchExpressions': [{'key': 'disk', 'operator': 'In', 'values': ['ssd']}] | true
          matchExpressions': [{'key': 'disk', 'operator': 'In', 'values': ['tape']}] | false
          matchExpressions': [{'key': 'disk', 'operator': 'NotIn', 'values': ['tape']}] | true
          matchExpressions': [{'key': 'disk', 'operator': 'Exists'}] | true
          matchExpressions': [{'key': 'disk', 'operator': 'DoesNotExist'}] | false
          matchExpressions': [{'key': 'disk', 'operator': 'Gt', 'values': ['1']}] | false
          matchFields': [{'key': 'metadata.name', 'operator': 'In', 'values': ['one']}] | true
          matchFields': [] | false
          """)
  void asksForTheRequiredAffinity(String term, boolean allowed) {
    String affinity =
        "'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':"
            + " {'nodeSelectorTerms': [{'"
            + term
            + "}]}}}";

    assertEquals(
        allowed ? List.of("one") : List.of(),
        made(plan(affinity, List.of(), List.of(node("one", "")))));
  }
}
