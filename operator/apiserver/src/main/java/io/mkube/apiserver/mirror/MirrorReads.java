package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.lifecycle.OwnerGraph;
import io.mkube.apiserver.mirror.endpoint.ServicePlanner;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What planners have to know of the world. Thread-safe. */
final class MirrorReads {
  private final ObjectStorage storage;
  private final OwnerGraph graph;

  MirrorReads(ObjectStorage storage, OwnerGraph graph) {
    this.storage = storage;
    this.graph = graph;
  }

  /** Pods that an object controls. */
  List<ObjectNode> pods(Workload owner) {
    return children(owner, MirroredKind.POD);
  }

  /** Objects of a kind that an object controls. */
  List<ObjectNode> children(Workload owner, MirroredKind kind) {
    List<ObjectNode> children = new ArrayList<>();
    for (StoreKey key : graph.dependents(owner.uid())) {
      if (key.group().equals(kind.group()) && key.resource().equals(kind.resource())) {
        storage.get(key).map(CachedObject::decode).filter(owner::controls).ifPresent(children::add);
      }
    }
    return children;
  }

  /** What an object controls, and what it selects that has no owner. */
  List<ObjectNode> claimable(Workload owner, MirroredKind kind) {
    List<ObjectNode> found = new ArrayList<>();
    LabelSelector selector = owner.selector();
    for (MirroredKind child : kind.children()) {
      found.addAll(children(owner, child));
      found.addAll(
          list(
              child,
              owner.metadata().namespace(),
              object -> object.owners().isEmpty() && selector.matches(object.labels())));
    }
    return found;
  }

  /** Pods that an object selects, whoever controls them. */
  List<ObjectNode> selected(Workload owner) {
    LabelSelector selector = owner.selector();
    return list(
        MirroredKind.POD,
        owner.metadata().namespace(),
        object -> selector.matches(object.labels()));
  }

  /** What a Service has, and what it leads to. */
  ServicePlanner.Known behind(Workload service) {
    if (service.spec().path("selector").isEmpty()) {
      return new ServicePlanner.Known(List.of(), Optional.empty(), List.of(), List.of());
    }
    return new ServicePlanner.Known(
        selected(service),
        endpoints(sameName(MirroredKind.SERVICE, service.metadata().namespace(), service.name())),
        slices(service, ServicePlanner.MANAGER),
        nodes());
  }

  /** EndpointSlices of an object that one of its managers keeps. */
  List<ObjectNode> slices(Workload owner, String manager) {
    return children(owner, MirroredKind.ENDPOINT_SLICE).stream()
        .filter(
            slice ->
                manager.equals(ObjectMetadata.of(slice).labels().get(ServicePlanner.MANAGED_BY)))
        .toList();
  }

  /** The Service that goes with Endpoints. */
  Optional<Workload> service(Workload endpoints) {
    return storage
        .get(sameName(MirroredKind.SERVICE, endpoints.metadata().namespace(), endpoints.name()))
        .map(CachedObject::decode)
        .map(Workload::new);
  }

  /** The Endpoints that go with a Service. */
  Optional<ObjectNode> endpoints(StoreKey service) {
    return storage
        .get(sameName(MirroredKind.ENDPOINTS, service.namespace(), service.name()))
        .map(CachedObject::decode);
  }

  /** The object of another kind that has the same name, if there is one. */
  Optional<StoreKey> partner(CachedObject object, MirroredKind kind) {
    StoreKey key = sameName(kind, object.namespace(), object.name());
    return storage.get(key).map(CachedObject::key);
  }

  private static StoreKey sameName(MirroredKind kind, String namespace, String name) {
    return new StoreKey(kind.group(), kind.resource(), namespace, name);
  }

  /** The ReplicaSets that a plan changes, as they are. */
  List<ObjectNode> before(Plan plan) {
    List<ObjectNode> found = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step instanceof Step.Update update
          && update.object().path("kind").asText().equals("ReplicaSet")) {
        ObjectMetadata metadata = ObjectMetadata.of(update.object());
        storage
            .get(sameName(MirroredKind.REPLICA_SET, metadata.namespace(), metadata.name()))
            .map(CachedObject::decode)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  List<ObjectNode> volumes() {
    return list(MirroredKind.VOLUME, "", object -> true);
  }

  StoreKey volumeKey(String name) {
    return new StoreKey(MirroredKind.VOLUME.group(), MirroredKind.VOLUME.resource(), "", name);
  }

  /** The claim that a volume is for. */
  Optional<StoreKey> claimOf(ObjectNode volume) {
    JsonNode reference = volume.path("spec").path("claimRef");
    MirroredKind kind = MirroredKind.VOLUME_CLAIM;
    return reference.path("name").asText().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StoreKey(
                kind.group(),
                kind.resource(),
                reference.path("namespace").asText(),
                reference.path("name").asText()));
  }

  List<ObjectNode> nodes() {
    return list(MirroredKind.NODE, "", object -> true);
  }

  /** The volume claims that are called after the pods of a StatefulSet. */
  List<ObjectNode> claims(Workload set) {
    String infix = "-" + set.name() + "-";
    return list(
        MirroredKind.VOLUME_CLAIM,
        set.metadata().namespace(),
        object -> object.name().contains(infix));
  }

  /** Keys of all objects of a kind in a namespace; {@code ""} means all of them. */
  List<StoreKey> keys(MirroredKind kind, String namespace) {
    return storage
        .of(kind.group(), kind.resource())
        .list(ListScope.all(namespace), object -> true)
        .items()
        .stream()
        .map(CachedObject::key)
        .toList();
  }

  /** Address of a node inside the cluster, {@code ""} if it has none. */
  String address(String node) {
    if (node.isEmpty()) {
      return "";
    }
    return storage
        .get(new StoreKey("", "nodes", "", node))
        .map(
            object -> {
              for (JsonNode address : object.decode().path("status").path("addresses")) {
                if (address.path("type").asText().equals("InternalIP")) {
                  return address.path("address").asText();
                }
              }
              return "";
            })
        .orElse("");
  }

  private List<ObjectNode> list(
      MirroredKind kind, String namespace, Predicate<CachedObject> filter) {
    List<ObjectNode> found = new ArrayList<>();
    for (CachedObject object :
        storage.of(kind.group(), kind.resource()).list(ListScope.all(namespace), filter).items()) {
      found.add(object.decode());
    }
    return found;
  }
}
