package io.mkube.apiserver.mirror.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repeats Endpoints that somebody wrote by hand in EndpointSlices, which proxies read. */
public final class EndpointsPlanner {
  /** Whose slices these are, as kube-controller-manager marks its own. */
  public static final String MANAGER = "endpointslicemirroring-controller.k8s.io";

  private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
  private static final List<String> NOT_REPEATED =
      List.of(ServicePlanner.CHANGED, "kubectl.kubernetes.io/last-applied-configuration");

  /** As many addresses of a subset as are repeated. */
  private static final int LIMIT = 1000;

  private final Workload endpoints;
  private final List<ObjectNode> slices;
  private final Plan.Draft draft = new Plan.Draft();

  private EndpointsPlanner(Workload endpoints, List<ObjectNode> slices) {
    this.endpoints = endpoints;
    this.slices = slices;
  }

  /**
   * Plans.
   *
   * @param service of the same name, if there is one
   * @param slices that belong to the Endpoints and are the mirror's
   */
  public static Plan plan(Workload endpoints, Optional<Workload> service, List<ObjectNode> slices) {
    if (endpoints.deleting()) {
      return Plan.NOTHING;
    }
    EndpointsPlanner planner = new EndpointsPlanner(endpoints, slices);
    ObjectMetadata metadata = endpoints.metadata();
    boolean repeated =
        service.isPresent()
            && service.get().spec().path("selector").isEmpty()
            && !"true".equals(metadata.labels().get(SKIP))
            && !metadata.annotations().containsKey(LEADER);
    if (repeated) {
      planner.repeat("IPv4");
      planner.repeat("IPv6");
    } else {
      slices.forEach(planner.draft::delete);
    }
    return planner.draft.done();
  }

  private void repeat(String family) {
    List<ObjectNode> present =
        slices.stream().filter(slice -> slice.path("addressType").asText().equals(family)).toList();
    Slices wanted = new Slices(present, LIMIT);
    for (JsonNode subset : endpoints.object().path("subsets")) {
      List<EndpointPort> ports = subset.path("ports").valueStream().map(EndpointPort::of).toList();
      for (String list : List.of("addresses", "notReadyAddresses")) {
        for (JsonNode address : subset.path(list)) {
          if (address.path("ip").asText().indexOf(':') >= 0 == family.equals("IPv6")) {
            wanted.want(ports, endpoint(address, list.equals("addresses")));
          }
        }
      }
    }
    Slices.Change change = wanted.change();
    for (ObjectNode slice : change.kept()) {
      ObjectNode stored = wanted.stored(slice);
      mark(slice);
      draft.update(slice, stored);
    }
    for (ObjectNode slice : change.made()) {
      ObjectNode made = endpoints.child("discovery.k8s.io/v1", "EndpointSlice");
      made.setAll(slice);
      made.put("addressType", family);
      mark(made).put("generateName", endpoints.name() + "-");
      draft.create(made);
    }
    change.gone().forEach(draft::delete);
  }

  private static ObjectNode endpoint(JsonNode address, boolean ready) {
    ObjectNode endpoint = Json.object();
    endpoint.putArray("addresses").add(address.path("ip").asText());
    endpoint.putObject("conditions").put("ready", ready);
    for (String field : List.of("hostname", "nodeName", "targetRef")) {
      if (address.has(field)) {
        endpoint.set(field, address.path(field).deepCopy());
      }
    }
    return endpoint;
  }

  /** Labels and annotations of the Endpoints, and whose slice it is. */
  private ObjectNode mark(ObjectNode slice) {
    ObjectNode metadata = slice.withObject("/metadata");
    ObjectNode labels = metadata.putObject("labels");
    endpoints.metadata().labels().forEach(labels::put);
    labels
        .put(ServicePlanner.SERVICE_NAME, endpoints.name())
        .put(ServicePlanner.MANAGED_BY, MANAGER);
    Map<String, String> own = endpoints.metadata().annotations();
    ObjectNode annotations = Json.object();
    own.forEach(
        (name, value) -> {
          if (!NOT_REPEATED.contains(name)) {
            annotations.put(name, value);
          }
        });
    if (annotations.isEmpty()) {
      metadata.remove("annotations");
    } else {
      metadata.set("annotations", annotations);
    }
    return metadata;
  }
}
