package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.GroupPriority;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Registers every group and version that is served as a local APIService: the built-in ones at
 * start, those of definitions as they come and go.
 */
public final class ApiServices implements AutoCloseable {
  private static final String GROUP = "apiregistration.k8s.io";
  private static final String RESOURCE = "apiservices";
  private static final String DEFINITIONS = "customresourcedefinitions";
  private static final String DEFINITION_GROUP = "apiextensions.k8s.io";
  private static final String MANAGED = "kube-aggregator.kubernetes.io/automanaged";
  private static final String BY_DEFINITION = "true";
  private static final int DEFINED_GROUP_PRIORITY = 1000;
  private static final int DEFINED_VERSION_PRIORITY = 100;
  private static final int VERSION_PRIORITY = 15;

  /** The one work item: a version is served while any definition has it. */
  private static final String ALL = "all";

  private final ObjectStorage storage;
  private final SystemObjects system;
  private final WorkQueue<String> queue;

  public ApiServices(ObjectStorage storage, SystemObjects system) {
    this.storage = storage;
    this.system = system;
    this.queue = new WorkQueue<>("api-services", all -> followDefinitions());
  }

  /** Begins to follow definitions; call before the cache follows the store. */
  public void start() {
    storage.cache().addListener(this::onChange);
  }

  @Override
  public void close() {
    queue.close();
  }

  /** The registrations of groups and versions that are served without any definition. */
  static List<ObjectNode> builtIn(Collection<ServedResource> resources) {
    Map<String, ObjectNode> services = new TreeMap<>();
    for (ServedResource resource : resources) {
      GroupVersionKind kind = resource.type().kind();
      if (!kind.group().equals(GROUP) && resource.definition() == null) {
        int priority = GroupPriority.of(kind.group());
        int versionPriority = kind.version().equals("v2") ? 2 * VERSION_PRIORITY : VERSION_PRIORITY;
        ObjectNode service =
            service(kind.group(), kind.version(), "onstart", priority, versionPriority);
        services.put(ObjectMetadata.of(service).name(), service);
      }
    }
    return List.copyOf(services.values());
  }

  private void onChange(CacheEvent event) {
    if (event.object().key().resource().equals(DEFINITIONS)
        && event.object().key().group().equals(DEFINITION_GROUP)) {
      queue.add(ALL);
    }
  }

  private void followDefinitions() {
    Map<String, ObjectNode> wanted = new TreeMap<>();
    for (CachedObject definition : all(DEFINITION_GROUP, DEFINITIONS)) {
      ObjectNode object = definition.decode();
      if (Condition.isTrue(object, "Established")) {
        for (JsonNode version : object.at("/spec/versions")) {
          if (version.path("served").asBoolean()) {
            ObjectNode service = ofDefinition(object, version.path("name").asText());
            wanted.put(ObjectMetadata.of(service).name(), service);
          }
        }
      }
    }
    for (CachedObject present : all(GROUP, RESOURCE)) {
      boolean registered = wanted.remove(present.name()) != null;
      if (!registered && BY_DEFINITION.equals(present.labels().get(MANAGED))) {
        remove(present);
      }
    }
    wanted.values().forEach(service -> system.ensure("", service));
  }

  private List<CachedObject> all(String group, String resource) {
    return storage.of(group, resource).list(ListScope.all(""), object -> true).items();
  }

  private static ObjectNode ofDefinition(JsonNode definition, String version) {
    return service(
        definition.at("/spec/group").asText(),
        version,
        BY_DEFINITION,
        DEFINED_GROUP_PRIORITY,
        DEFINED_VERSION_PRIORITY);
  }

  private static ObjectNode service(
      String group, String version, String managed, int groupPriority, int versionPriority) {
    ObjectNode service = Json.object().put("apiVersion", GROUP + "/v1").put("kind", "APIService");
    ObjectMetadata.of(service)
        .node()
        .put("name", version + "." + group)
        .putObject("labels")
        .put(MANAGED, managed);
    ObjectNode spec = service.putObject("spec");
    if (!group.isEmpty()) {
      spec.put("group", group);
    }
    spec.put("groupPriorityMinimum", groupPriority)
        .put("version", version)
        .put("versionPriority", versionPriority);
    return service;
  }

  private void remove(CachedObject service) {
    try {
      var unused = storage.delete(service, service.decode());
    } catch (WriteConflictException e) {
      queue.add(ALL);
    }
  }
}
