package io.mkube.apiserver.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitRangeTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static LimitRange range(String limit) throws IOException {
    return LimitRange.read(YAML.readTree("spec: {limits: [" + limit + "]}")).getFirst();
  }

  private static ObjectNode pod(String spec) throws IOException {
    return (ObjectNode) YAML.readTree("spec: " + spec);
  }

  @Test
  void fillsInWhatContainersLeaveOpenAndNothingElse() throws IOException {
    LimitRange range =
        range("{type: Container, default: {cpu: 500m, memory: 1Gi}, defaultRequest: {cpu: 100m}}");
    ObjectNode pod =
        pod(
            "{containers: [{name: a}, {name: b, resources: {limits: {cpu: 1}, requests: {cpu:"
                + " 1}}}], initContainers: [{name: i, resources: {limits: {cpu: 1, memory:"
                + " 2Gi}}}]}");
    range.complete(pod);
    JsonNode expected =
        YAML.readTree(
            """
            containers:
            - {name: a, resources: {requests: {cpu: 100m}, limits: {cpu: 500m, memory: 1Gi}}}
            - {name: b, resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1}}}
            initContainers:
            - {name: i, resources: {limits: {cpu: 1, memory: 2Gi}, requests: {cpu: 100m}}}
            """);
    assertEquals(expected, pod.path("spec"));
    assertEquals(
        "LimitRanger plugin set: cpu request for container a; cpu, memory limit for container a;"
            + " memory limit for container b; cpu request for init container i",
        pod.path("metadata").path("annotations").path("kubernetes.io/limit-ranger").asText());
    ObjectNode again = pod.deepCopy();
    range.complete(again);
    assertEquals(pod, again);
  }

  @Test
  void leavesPodsAloneThatSayEverything() throws IOException {
    ObjectNode pod = pod("{containers: [{name: a, resources: {limits: {cpu: 1}}}]}");
    ObjectNode before = pod.deepCopy();
    range("{type: Container, default: {cpu: 500m}}").complete(pod);
    range("{type: Pod, max: {cpu: 500m}}").complete(pod);
    assertEquals(before, pod);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {type: Container, min: {cpu: 100m}} | {} | minimum cpu usage per Container is 100m.  No request is specified
          {type: Container, min: {cpu: 100m}} | {requests: {cpu: 50m}} | minimum cpu usage per Container is 100m, but request is 50m
          {type: Container, min: {cpu: 100m}} | {requests: {cpu: 100m}, limits: {cpu: 50m}} | minimum cpu usage per Container is 100m, but limit is 50m
          {type: Container, max: {memory: 1Gi}} | {} | maximum memory usage per Container is 1Gi.  No limit is specified
          {type: Container, max: {memory: 1Gi}} | {limits: {memory: 2Gi}} | maximum memory usage per Container is 1Gi, but limit is 2Gi
          {type: Container, max: {memory: 1Gi}} | {limits: {memory: 1Gi}, requests: {memory: 2Gi}} | maximum memory usage per Container is 1Gi, but request is 2Gi
          {type: Container, maxLimitRequestRatio: {cpu: 2}} | {limits: {cpu: 1}} | cpu max limit to request ratio per Container is 2, but no request is specified or request is 0
          {type: Container, maxLimitRequestRatio: {cpu: 2}} | {requests: {cpu: 1}} | cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0
          {type: Container, maxLimitRequestRatio: {cpu: 2}} | {requests: {cpu: 1}, limits: {cpu: 3}} | cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000
          {type: Pod, max: {cpu: 1}} | {requests: {cpu: 1}, limits: {cpu: 2}} | maximum cpu usage per Pod is 1, but limit is 2
          {type: Container, max: {cpu: 1}, maxLimitRequestRatio: {cpu: 2}} | {requests: {cpu: 500m}, limits: {cpu: 1}} |
          {type: PersistentVolumeClaim, max: {storage: 1}} | {limits: {storage: 2}} |
          """)
  void checksPods(String limit, String resources, String error) throws IOException {
    List<String> errors =
        range(limit).checkPod(pod("{containers: [{name: a, resources: " + resources + "}]}"));
    assertEquals(error == null ? List.of() : List.of(error), errors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {storage: 500Mi} | minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi
          {storage: 3Gi} | maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi
          {storage: 1.5Gi} |
          """)
  void checksClaims(String requests, String error) throws IOException {
    LimitRange range =
        range("{type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 2Gi}}");
    List<String> errors = range.checkClaim(pod("{resources: {requests: " + requests + "}}"));
    assertEquals(error == null ? List.of() : List.of(error), errors);
  }
}
