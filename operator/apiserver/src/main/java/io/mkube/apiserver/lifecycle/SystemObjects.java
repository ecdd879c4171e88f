package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rbac.BootstrapRoles;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.request.WriteOptions;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.apiserver.verb.Call;
import io.mkube.apiserver.verb.WriteVerbs;
import io.mkube.store.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that every cluster has, made when they are missing. Safe to repeat, also by several
 * servers at once.
 */
public final class SystemObjects {
  private static final Logger LOG = LoggerFactory.getLogger(SystemObjects.class);
  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private static final String AUTHORITY = "kube-root-ca.crt";

  private static final User SERVER = new User("system:apiserver", "", List.of(User.MASTERS));
  private static final WriteOptions OPTIONS =
      new WriteOptions(false, WriteOptions.FieldValidation.IGNORE);

  private final ResourceRegistry registry;
  private final ObjectStorage storage;
  private final WriteVerbs writes;
  private final String authorityPem;

  /**
   * System objects of one server.
   *
   * @param authorityPem certificate of the authority, for {@code kube-root-ca.crt}
   */
  public SystemObjects(
      ResourceRegistry registry, ObjectStorage storage, WriteVerbs writes, String authorityPem) {
    this.registry = registry;
    this.storage = storage;
    this.writes = writes;
    this.authorityPem = authorityPem;
  }

  /** Makes what is missing at start. */
  public void ensure() {
    for (String name : NAMESPACES) {
      ensure("v1", "Namespace", "", name, Json.object());
      ensureIn(name);
    }
    ensureService();
    ensureEverywhere();
  }

  /** Makes what may have been deleted since the start, and what others cannot be without. */
  void restore() {
    NAMESPACES.forEach(name -> ensure("v1", "Namespace", "", name, Json.object()));
    ensureService();
  }

  /** Makes what every namespace has, and gives back what was taken from it. */
  public void ensureIn(String namespace) {
    ensure("v1", "ServiceAccount", namespace, "default", Json.object());
    ObjectNode authority = Json.object();
    ObjectNode data = authority.putObject("data").put("ca.crt", authorityPem);
    ensure("v1", "ConfigMap", namespace, AUTHORITY, authority);
    StoreKey key = new StoreKey("", "configmaps", namespace, AUTHORITY);
    var unused = storage.change(key, object -> authority(object, data));
  }

  private static Optional<ObjectNode> authority(ObjectNode stored, ObjectNode data) {
    if (stored.path("data").equals(data) || ObjectMetadata.of(stored).deleting()) {
      return Optional.empty();
    }
    stored.set("data", data);
    return Optional.of(stored);
  }

  /** Makes the roles that every cluster has, and gives back what was taken from them. */
  private void ensureEverywhere() {
    List<ObjectNode> roles = new ArrayList<>(BootstrapRoles.clusterRoles());
    roles.addAll(BootstrapRoles.clusterRoleBindings());
    List<ObjectNode> others = new ArrayList<>(FlowControlObjects.all());
    others.addAll(ApiServices.builtIn(registry.catalog().resources()));
    try (ExecutorService parallel = Executors.newVirtualThreadPerTaskExecutor()) {
      // Each create waits for the disk, which takes many of them at once.
      roles.forEach(object -> parallel.execute(() -> ensureRole(object)));
      parallel.execute(this::ensurePriorities);
      others.forEach(object -> parallel.execute(() -> ensure("", object)));
    }
  }

  private void ensurePriorities() {
    ensurePriority(
        "system-cluster-critical",
        2_000_000_000,
        "Used for system critical pods that must run in the cluster, but can be moved to another"
            + " node if necessary.");
    ensurePriority(
        "system-node-critical",
        2_000_001_000,
        "Used for system critical pods that must not be moved from their current node.");
  }

  private void ensurePriority(String name, int value, String description) {
    ObjectNode priority = Json.object().put("value", value).put("description", description);
    ensure("scheduling.k8s.io/v1", "PriorityClass", "", name, priority);
  }

  private void ensureRole(ObjectNode expected) {
    String kind = expected.path("kind").asText();
    String name = ObjectMetadata.of(expected).name();
    StoreKey key =
        registry
            .catalog()
            .find(GroupVersionKind.of(expected.path("apiVersion").asText(), kind))
            .orElseThrow()
            .key("", name);
    Optional<CachedObject> stored = storage.get(key);
    if (stored.isPresent() && RoleReconciliation.givesOther(stored.get().decode(), expected)) {
      replace(stored.get(), expected);
    } else if (stored.isPresent()) {
      var unused = storage.change(key, object -> RoleReconciliation.complete(object, expected));
    } else {
      ensure(expected.path("apiVersion").asText(), kind, "", name, expected);
    }
  }

  /** A binding cannot change its role, so it goes and comes again. */
  private void replace(CachedObject stored, ObjectNode expected) {
    try {
      var unused = storage.delete(stored, stored.decode());
    } catch (WriteConflictException e) {
      LOG.debug("{} is being changed by somebody else", stored.key());
      return;
    }
    ensure(
        expected.path("apiVersion").asText(),
        expected.path("kind").asText(),
        "",
        stored.name(),
        expected);
  }

  private void ensureService() {
    ObjectNode service = Json.object();
    ObjectMetadata.of(service)
        .node()
        .putObject("labels")
        .put("component", "apiserver")
        .put("provider", "kubernetes");
    service
        .putObject("spec")
        .putArray("ports")
        .addObject()
        .put("name", "https")
        .put("port", 443)
        .put("protocol", "TCP");
    ensure("v1", "Service", "default", "kubernetes", service);
  }

  /** Makes one object if it is missing. */
  void ensure(String apiVersion, String kind, String namespace, String name, ObjectNode object) {
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectMetadata.of(object).set("name", name);
    ensure(namespace, object);
  }

  /** Makes an object that says what it is and how it is called, if it is missing. */
  void ensure(String namespace, ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    String name = ObjectMetadata.of(object).name();
    Optional<ServedResource> served =
        registry.catalog().find(GroupVersionKind.of(apiVersion, kind));
    if (served.isEmpty()) {
      return;
    }
    ServedResource resource = served.get();
    if (storage.get(resource.key(namespace, name)).isPresent()) {
      return;
    }
    GroupVersionKind type = resource.type().kind();
    ResourcePath target =
        new ResourcePath(
            type.group(), type.version(), namespace, resource.type().plural(), "", "", false);
    Call call = new Call(SERVER, resource, target, warning -> {});
    try {
      writes.create(call, JsonBody.of(object), OPTIONS);
    } catch (ApiException e) {
      switch (e.failure()) {
        case Failure.AlreadyExists exists -> {}
        // The namespace went meanwhile, or another server was faster.
        case Failure.NotFound gone -> {}
        case Failure.Forbidden terminating -> {}
        default -> LOG.error("cannot make {} {}/{}: {}", kind, namespace, name, e.getMessage());
      }
    }
  }
}
