package io.mkube.apiserver.mirror.endpoint;

import static io.mkube.apiserver.mirror.plan.PlanSamples.json;
import static io.mkube.apiserver.mirror.plan.PlanSamples.made;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.mirror.plan.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which addresses and ports stand in Endpoints and EndpointSlices. */
final class ServicePlannerTest {
  private static Workload service(String spec) {
    return new Workload(
        json(
            "{'apiVersion': 'v1', 'kind': 'Service', 'metadata': {'name': 'web', 'namespace': 'n',"
                + " 'uid': 's', 'labels': {'tier': 'front'}}, 'spec': {'selector': {'app': 'web'},"
                + " 'clusterIP': '10.96.0.9', "
                + spec
                + "}}"));
  }

  private static ObjectNode pod(int number, boolean ready, String extra) {
    return json(
        "{'metadata': {'name': 'p"
            + number
            + "', 'namespace': 'n', 'uid': 'u"
            + number
            + "'}, 'spec': {'containers': [{'name': 'c', 'ports': [{'name': 'http',"
            + " 'containerPort': 80"
            + (number % 2)
            + "}]}]"
            + extra
            + "}, 'status': {'phase': 'Running', 'podIPs': [{'ip': '10.0.0."
            + number
            + "'}, {'ip': 'fd00::"
            + number
            + "'}], 'conditions': [{'type': 'Ready', 'status': '"
            + (ready ? "True" : "False")
            + "'}]}}");
  }

  private static Plan plan(Workload service, List<ObjectNode> pods) {
    return ServicePlanner.plan(
        service,
        new ServicePlanner.Known(pods, Optional.empty(), List.of(), List.of()),
        Instant.EPOCH);
  }

  private static ObjectNode endpoints(Plan plan) {
    return made(plan, "Endpoints").getFirst();
  }

  private static void same(String expected, JsonNode actual) {
    assertEquals(json("{'v': " + expected + "}").path("v"), actual);
  }

  @Test
  void tellsReadyPodsFromOthers() {
    Plan plan =
        plan(
            service("'ports': [{'port': 80, 'targetPort': 8080, 'protocol': 'TCP'}]"),
            List.of(pod(2, true, ""), pod(1, true, ", 'nodeName': 'node'"), pod(3, false, "")));

    ObjectNode endpoints = endpoints(plan);
    assertEquals("web", endpoints.at("/metadata/name").asText());
    assertEquals("front", endpoints.at("/metadata/labels/tier").asText());
    same(
        "{'ip': '10.0.0.1', 'nodeName': 'node', 'targetRef': {'kind': 'Pod', 'namespace': 'n',"
            + " 'name': 'p1', 'uid': 'u1'}}",
        endpoints.at("/subsets/0/addresses/0"));
    assertEquals("10.0.0.2", endpoints.at("/subsets/0/addresses/1/ip").asText());
    assertEquals("10.0.0.3", endpoints.at("/subsets/0/notReadyAddresses/0/ip").asText());
    same("[{'port': 8080, 'protocol': 'TCP'}]", endpoints.at("/subsets/0/ports"));
    ObjectNode slice = made(plan, "EndpointSlice").getFirst();
    assertEquals("web-", slice.at("/metadata/generateName").asText());
    assertEquals("web", slice.at("/metadata/labels/kubernetes.io~1service-name").asText());
    assertEquals("s", slice.at("/metadata/ownerReferences/0/uid").asText());
    same("[{'name': '', 'port': 8080, 'protocol': 'TCP'}]", slice.path("ports"));
    same(
        "{'ready': false, 'serving': false, 'terminating': false}",
        slice.at("/endpoints/2/conditions"));
  }

  @Test
  void groupsPodsByWhatTheirNamedPortsAre() {
    Plan plan =
        plan(
            service(
                "'ports': [{'name': 'a', 'port': 80, 'targetPort': 'http', 'protocol': 'TCP'},"
                    + " {'name': 'b', 'port': 81, 'targetPort': 9, 'protocol': 'TCP'},"
                    + " {'name': 'c', 'port': 82, 'targetPort': 'none', 'protocol': 'TCP'}]"),
            List.of(pod(1, true, ""), pod(2, true, ""), pod(3, true, "")));

    JsonNode subsets = endpoints(plan).path("subsets");
    same("[{'name': 'a', 'port': 800, 'protocol': 'TCP'}]", subsets.at("/0/ports"));
    assertEquals("10.0.0.2", subsets.at("/0/addresses/0/ip").asText());
    same("[{'name': 'a', 'port': 801, 'protocol': 'TCP'}]", subsets.at("/1/ports"));
    assertEquals(2, subsets.at("/1/addresses").size());
    same("[{'name': 'b', 'port': 9, 'protocol': 'TCP'}]", subsets.at("/2/ports"));
    assertEquals(3, subsets.at("/2/addresses").size());
    assertEquals(2, made(plan, "EndpointSlice").size());
  }

  @Test
  void namesPodsOfHeadlessServicesAlsoWithoutPorts() {
    Workload service = service("'clusterIP': 'None', 'publishNotReadyAddresses': true");

    Plan plan = plan(service, List.of(pod(1, false, ", 'hostname': 'web-0', 'subdomain': 'web'")));

    assertEquals("web-0", endpoints(plan).at("/subsets/0/addresses/0/hostname").asText());
    assertTrue(endpoints(plan).at("/metadata/labels").has("service.kubernetes.io/headless"));
    JsonNode endpoint = made(plan, "EndpointSlice").getFirst().at("/endpoints/0");
    assertEquals("web-0", endpoint.path("hostname").asText());
    assertTrue(endpoint.at("/conditions/ready").asBoolean());
  }

  @Test
  void hasSlicesOfEachFamilyAndOneWhereNothingIs() {
    Plan plan =
        plan(
            service(
                "'ipFamilies': ['IPv6', 'IPv4'], 'ports': [{'port': 1, 'targetPort': 1,"
                    + " 'protocol': 'TCP'}]"),
            List.of(pod(1, true, "")));

    assertEquals("fd00::1", endpoints(plan).at("/subsets/0/addresses/0/ip").asText());
    assertEquals(
        List.of("IPv6", "IPv4"),
        made(plan, "EndpointSlice").stream()
            .map(slice -> slice.path("addressType").asText())
            .toList());
    Plan empty = plan(service("'ports': [{'port': 1}]"), List.of());
    assertTrue(endpoints(empty).path("subsets").isMissingNode());
    assertTrue(made(empty, "EndpointSlice").getFirst().path("endpoints").isEmpty());
  }

  @Test
  void splitsWhatDoesNotFitIntoOneSliceAndKeepsWhatIsThere() {
    Workload service = service("'ports': [{'port': 1, 'targetPort': 1, 'protocol': 'TCP'}]");
    List<ObjectNode> pods = IntStream.range(0, 150).mapToObj(i -> pod(i, true, "")).toList();
    List<ObjectNode> slices = made(plan(service, pods), "EndpointSlice");
    assertEquals(
        List.of(100, 50), slices.stream().map(slice -> slice.path("endpoints").size()).toList());
    for (int i = 0; i < slices.size(); i++) {
      slices.get(i).withObject("/metadata").put("uid", "slice" + i).put("name", "web-" + i);
    }

    Plan same = again(service, pods, slices);
    Plan less = again(service, pods.subList(1, 150), slices);
    Plan none = again(service, List.of(), slices);

    assertTrue(same.steps().isEmpty());
    assertEquals(1, less.steps().stream().filter(Step.Update.class::isInstance).count());
    assertEquals(1, none.steps().stream().filter(Step.Delete.class::isInstance).count());
  }

  private static Plan again(Workload service, List<ObjectNode> pods, List<ObjectNode> slices) {
    ObjectNode endpoints = endpoints(plan(service, pods));
    return ServicePlanner.plan(
        service,
        new ServicePlanner.Known(pods, Optional.of(endpoints), slices, List.of()),
        Instant.EPOCH.plusSeconds(9));
  }

  @Test
  void leavesServicesAloneThatSelectNothingOrLeadOutside() {
    assertEquals(Plan.NOTHING, plan(service("'type': 'ExternalName'"), List.of()));
    Workload open = new Workload(json("{'kind': 'Service', 'metadata': {}, 'spec': {}}"));
    assertEquals(Plan.NOTHING, plan(open, List.of()));
  }
}
