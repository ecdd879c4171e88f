package io.mkube.apiserver.mirror.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells in Endpoints and EndpointSlices which pods a Service leads to. */
public final class ServicePlanner {
  /** Whose slices these are, as kube-controller-manager marks its own. */
  public static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

  public static final String MANAGER = "endpointslice-controller.k8s.io";

  static final String SERVICE_NAME = "kubernetes.io/service-name";

  /** When what an object tells of pods changed; nothing that others repeat. */
  static final String CHANGED = "endpoints.kubernetes.io/last-change-trigger-time";

  private static final String HEADLESS = "service.kubernetes.io/headless";
  private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
  private static final String ZONE = "topology.kubernetes.io/zone";

  /** As many endpoints as kube-controller-manager puts into a slice. */
  private static final int SLICE = 100;

  /** More addresses do not fit into one Endpoints object. */
  private static final int LIMIT = 1000;

  private final Workload service;
  private final Known known;
  private final String time;
  private final Plan.Draft draft = new Plan.Draft();

  private ServicePlanner(Workload service, Known known, Instant now) {
    this.service = service;
    this.known = known;
    this.time = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * What there is.
   *
   * @param pods that the Service selects
   * @param endpoints of the same name
   * @param slices that belong to the Service and are the mirror's
   * @param nodes all of them
   */
  public record Known(
      List<ObjectNode> pods,
      Optional<ObjectNode> endpoints,
      List<ObjectNode> slices,
      List<ObjectNode> nodes) {}

  /** Plans; a Service without a selector is left to who made it. */
  public static Plan plan(Workload service, Known known, Instant now) {
    boolean external = service.spec().path("type").asText().equals("ExternalName");
    if (service.deleting() || external || service.spec().path("selector").isEmpty()) {
      return Plan.NOTHING;
    }
    ServicePlanner planner = new ServicePlanner(service, known, now);
    List<String> families = planner.families();
    planner.planEndpoints(families.getFirst());
    families.forEach(planner::planSlices);
    known.slices().stream()
        .filter(slice -> !families.contains(slice.path("addressType").asText()))
        .forEach(planner.draft::delete);
    return planner.draft.done();
  }

  private List<String> families() {
    List<String> families = new ArrayList<>();
    service.spec().path("ipFamilies").forEach(family -> families.add(family.asText()));
    return families.isEmpty() ? List.of("IPv4") : families;
  }

  private boolean headless() {
    return service.spec().path("clusterIP").asText().equals("None");
  }

  private boolean unready() {
    return service.spec().path("publishNotReadyAddresses").asBoolean(false);
  }

  private void planEndpoints(String family) {
    List<Backend> backends =
        Backend.of(service, known.pods(), family).stream()
            .filter(backend -> unready() || !backend.ends())
            .toList();
    boolean over = backends.size() > LIMIT;
    if (over) {
      backends =
          backends.stream()
              .sorted(Comparator.comparing(Backend::ready).reversed())
              .limit(LIMIT)
              .toList();
    }
    ArrayNode subsets = Subsets.of(backends, unready(), headless());
    ObjectNode labels = labels();
    ObjectNode stored = known.endpoints().orElseGet(Json::object);
    ObjectMetadata metadata = ObjectMetadata.of(stored);
    if (known.endpoints().isPresent()
        && same(stored.path("subsets"), subsets)
        && same(metadata.node().path("labels"), labels)
        && metadata.annotations().containsKey(OVER_CAPACITY) == over) {
      return;
    }
    ObjectNode changed = stored.deepCopy();
    put(changed, "subsets", subsets);
    ObjectNode changedMetadata = mark(changed, labels);
    if (over) {
      changedMetadata.withObject("/annotations").put(OVER_CAPACITY, "truncated");
    } else {
      changedMetadata.withObject("/annotations").remove(OVER_CAPACITY);
    }
    if (known.endpoints().isPresent()) {
      draft.update(changed, stored);
      return;
    }
    changed.put("apiVersion", "v1").put("kind", "Endpoints");
    changedMetadata.put("namespace", service.metadata().namespace()).put("name", service.name());
    draft.create(changed);
  }

  private void planSlices(String family) {
    List<ObjectNode> present =
        known.slices().stream()
            .filter(slice -> slice.path("addressType").asText().equals(family))
            .toList();
    Slices slices = new Slices(present, SLICE);
    for (Backend backend : Backend.of(service, known.pods(), family)) {
      if (!backend.ports().isEmpty() || headless()) {
        slices.want(backend.ports(), endpoint(backend));
      }
    }
    Slices.Change change = slices.changeToOneAtLeast();
    ObjectNode labels = labels().put(SERVICE_NAME, service.name()).put(MANAGED_BY, MANAGER);
    for (ObjectNode slice : change.kept()) {
      ObjectNode stored = slices.stored(slice);
      if (!same(stored.path("endpoints"), slice.path("endpoints"))
          || !same(stored.path("ports"), slice.path("ports"))
          || !same(stored.path("metadata").path("labels"), labels)) {
        mark(slice, labels);
        draft.update(slice, stored);
      }
    }
    for (ObjectNode slice : change.made()) {
      ObjectNode made = service.child("discovery.k8s.io/v1", "EndpointSlice");
      made.setAll(slice);
      made.put("addressType", family);
      mark(made, labels).put("generateName", service.name() + "-");
      draft.create(made);
    }
    change.gone().forEach(draft::delete);
  }

  private ObjectNode endpoint(Backend backend) {
    ObjectNode endpoint = Json.object();
    endpoint.putArray("addresses").add(backend.address());
    endpoint
        .putObject("conditions")
        .put("ready", unready() || (backend.ready() && !backend.ends()))
        .put("serving", backend.ready())
        .put("terminating", backend.ends());
    backend.describe(endpoint);
    zone(backend.node()).ifPresent(zone -> endpoint.put("zone", zone));
    return endpoint;
  }

  private Optional<String> zone(String name) {
    return known.nodes().stream()
        .map(ObjectMetadata::of)
        .filter(node -> node.name().equals(name))
        .findFirst()
        .map(ObjectMetadata::labels)
        .map(labels -> labels.get(ZONE));
  }

  /** Those of the Service, and whether it is headless. */
  private ObjectNode labels() {
    ObjectNode labels = Json.object();
    Map<String, String> own = service.metadata().labels();
    own.forEach(labels::put);
    if (headless()) {
      labels.put(HEADLESS, "");
    } else {
      labels.remove(HEADLESS);
    }
    return labels;
  }

  private ObjectNode mark(ObjectNode object, ObjectNode labels) {
    ObjectNode metadata = object.withObject("/metadata");
    put(metadata, "labels", labels);
    metadata.withObject("/annotations").put(CHANGED, time);
    return metadata;
  }

  private static void put(ObjectNode object, String field, JsonNode value) {
    if (value.isEmpty()) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }

  /** What is empty may have been left out where it is stored. */
  private static boolean same(JsonNode stored, JsonNode wanted) {
    return (stored.isEmpty() && wanted.isEmpty()) || Json.same(stored, wanted);
  }
}
