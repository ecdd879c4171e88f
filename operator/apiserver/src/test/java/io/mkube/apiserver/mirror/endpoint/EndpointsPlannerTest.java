package io.mkube.apiserver.mirror.endpoint;

import static io.mkube.apiserver.mirror.plan.PlanSamples.deleted;
import static io.mkube.apiserver.mirror.plan.PlanSamples.json;
import static io.mkube.apiserver.mirror.plan.PlanSamples.made;
import static io.mkube.apiserver.mirror.plan.PlanSamples.updated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which EndpointSlices repeat Endpoints that were written by hand. */
final class EndpointsPlannerTest {
  private static final Optional<Workload> SERVICE = Optional.of(new Workload(json("{'spec': {}}")));

  private static Workload endpoints(String metadata, String subsets) {
    return new Workload(
        json(
            "{'apiVersion': 'v1', 'kind': 'Endpoints', 'metadata': {'name': 'db', 'namespace':"
                + " 'n', 'uid': 'e'"
                + metadata
                + "}, 'subsets': ["
                + subsets
                + "]}"));
  }

  private static String subset(String address) {
    return "{'addresses': [{'ip': '"
        + address
        + "'}], 'ports': [{'name': 'sql', 'port': 5432, 'protocol': 'TCP'}]}";
  }

  /** What was made, as the store would give it back. */
  private static ObjectNode stored(Plan plan, String name) {
    ObjectNode slice = made(plan).getFirst().deepCopy();
    slice.withObject("/metadata").put("name", name).put("uid", name).remove("generateName");
    return slice;
  }

  @Test
  void repeatAddressesAndPorts() {
    Workload endpoints =
        endpoints(
            ", 'labels': {'a': 'b'}, 'annotations': {'c': 'd',"
                + " 'endpoints.kubernetes.io/last-change-trigger-time': 'x'}",
            subset("10.0.0.1") + ", {'notReadyAddresses': [{'ip': 'fd00::1', 'hostname': 'h'}]}");

    List<ObjectNode> slices = made(EndpointsPlanner.plan(endpoints, SERVICE, List.of()));

    assertEquals(2, slices.size());
    ObjectNode four = slices.getFirst();
    assertEquals("IPv4", four.path("addressType").asText());
    assertEquals("10.0.0.1", four.at("/endpoints/0/addresses/0").asText());
    assertTrue(four.at("/endpoints/0/conditions/ready").asBoolean());
    assertEquals(
        json("{'p': [{'name': 'sql', 'port': 5432, 'protocol': 'TCP'}]}").path("p"),
        four.path("ports"));
    assertEquals("db-", four.at("/metadata/generateName").asText());
    assertEquals("Endpoints", four.at("/metadata/ownerReferences/0/kind").asText());
    assertEquals(
        json(
            "{'a': 'b', 'kubernetes.io/service-name': 'db',"
                + " 'endpointslice.kubernetes.io/managed-by':"
                + " 'endpointslicemirroring-controller.k8s.io'}"),
        four.at("/metadata/labels"));
    assertEquals(json("{'c': 'd'}"), four.at("/metadata/annotations"));
    ObjectNode six = slices.getLast();
    assertEquals("fd00::1", six.at("/endpoints/0/addresses/0").asText());
    assertEquals("h", six.at("/endpoints/0/hostname").asText());
    assertEquals("false", six.at("/endpoints/0/conditions/ready").asText());
  }

  @Test
  void followEachChangeAndRestWithoutOne() {
    Workload endpoints = endpoints("", subset("10.0.0.1"));
    ObjectNode slice = stored(EndpointsPlanner.plan(endpoints, SERVICE, List.of()), "db-1");

    assertTrue(EndpointsPlanner.plan(endpoints, SERVICE, List.of(slice)).steps().isEmpty());
    Plan changed =
        EndpointsPlanner.plan(endpoints("", subset("10.0.0.2")), SERVICE, List.of(slice));
    assertEquals("10.0.0.2", updated(changed).getFirst().at("/endpoints/0/addresses/0").asText());
    assertEquals(
        List.of("db-1"),
        deleted(EndpointsPlanner.plan(endpoints("", ""), SERVICE, List.of(slice))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", 'labels': {'endpointslice.kubernetes.io/skip-mirror': 'true'}",
        ", 'annotations': {'control-plane.alpha.kubernetes.io/leader': '{}'}"
      })
  void leaveAloneWhatIsNotForProxies(String metadata) {
    Workload plain = endpoints("", subset("10.0.0.1"));
    ObjectNode slice = stored(EndpointsPlanner.plan(plain, SERVICE, List.of()), "db-1");

    Plan plan =
        EndpointsPlanner.plan(endpoints(metadata, subset("10.0.0.1")), SERVICE, List.of(slice));

    assertEquals(List.of("db-1"), deleted(plan));
    assertTrue(made(plan).isEmpty());
  }

  @Test
  void areThoseOfAServiceThatSelectsNothing() {
    Workload endpoints = endpoints("", subset("10.0.0.1"));
    Workload selecting = new Workload(json("{'spec': {'selector': {'app': 'web'}}}"));

    assertTrue(
        EndpointsPlanner.plan(endpoints, Optional.of(selecting), List.of()).steps().isEmpty());
    assertTrue(EndpointsPlanner.plan(endpoints, Optional.empty(), List.of()).steps().isEmpty());
  }
}
