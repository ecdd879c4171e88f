package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.cel.ValueType;
import io.mkube.apiserver.cel.policy.PolicyTypes;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.policy.ObjectTypes;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.schema.RuleFormats;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.store.StoreKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Tells in the status of each validating admission policy what its expressions get wrong in the
 * types of the objects that it is for. A policy is looked at once for each of its generations.
 */
public final class PolicyTypeChecks implements AutoCloseable {
  private static final String GROUP = "admissionregistration.k8s.io";
  private static final String POLICIES = "validatingadmissionpolicies";

  /** As many kinds as kube-apiserver looks at. */
  private static final int MAX_KINDS = 10;

  private static final Comparator<GroupVersionKind> ORDER =
      Comparator.comparing(GroupVersionKind::group)
          .thenComparing(GroupVersionKind::version)
          .thenComparing(GroupVersionKind::kind);

  private final ObjectStorage storage;
  private final ResourceRegistry registry;
  private final WorkQueue<String> queue;

  public PolicyTypeChecks(ObjectStorage storage, ResourceRegistry registry) {
    this.storage = storage;
    this.registry = registry;
    this.queue = new WorkQueue<>("policy-types", this::examine);
  }

  /** Begins with the present policies; call before the cache follows the store. */
  public void start() {
    storage.cache().addListener(this::onChange);
    for (CachedObject policy :
        storage.of(GROUP, POLICIES).list(ListScope.all(""), object -> true).items()) {
      queue.add(policy.name());
    }
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    StoreKey key = event.object().key();
    if (key.group().equals(GROUP) && key.resource().equals(POLICIES) && !event.deletion()) {
      queue.add(key.name());
    }
  }

  private void examine(String name) {
    var unused = storage.change(new StoreKey(GROUP, POLICIES, "", name), this::checked);
  }

  private Optional<ObjectNode> checked(ObjectNode policy) {
    long generation = ObjectMetadata.of(policy).generation();
    if (generation <= policy.path("status").path("observedGeneration").asLong()) {
      return Optional.empty();
    }
    JsonNode spec = policy.path("spec");
    Map<String, ValueType> objects = new LinkedHashMap<>();
    for (GroupVersionKind kind : kinds(spec.path("matchConstraints").path("resourceRules"))) {
      type(kind).ifPresent(type -> objects.put(kind.apiVersion() + ", Kind=" + kind.kind(), type));
    }
    JsonNode param = spec.path("paramKind");
    Optional<ValueType> params =
        param.isObject()
            ? type(
                GroupVersionKind.of(param.path("apiVersion").asText(), param.path("kind").asText()))
            : Optional.empty();
    ObjectNode status = policy.withObject("/status").put("observedGeneration", generation);
    ObjectNode checking = status.putObject("typeChecking");
    if (!objects.isEmpty()) {
      var warnings = PolicyTypes.check(spec, objects, params, RuleFormats.language());
      if (!warnings.isEmpty()) {
        ArrayNode found = checking.putArray("expressionWarnings");
        for (PolicyTypes.Warning warning : warnings) {
          found.addObject().put("fieldRef", warning.fieldRef()).put("warning", warning.warning());
        }
      }
    }
    return Optional.of(policy);
  }

  /** The kinds that rules name without wildcards. */
  private Iterable<GroupVersionKind> kinds(JsonNode rules) {
    TreeSet<GroupVersionKind> kinds = new TreeSet<>(ORDER);
    for (JsonNode rule : rules) {
      for (String group : named(rule.path("apiGroups"))) {
        for (String version : named(rule.path("apiVersions"))) {
          for (String resource : resources(rule.path("resources"))) {
            registry
                .catalog()
                .find(group, version, resource)
                .filter(served -> kinds.size() < MAX_KINDS)
                .ifPresent(served -> kinds.add(served.type().kind()));
          }
        }
      }
    }
    return kinds;
  }

  private static List<String> named(JsonNode names) {
    List<String> found = new ArrayList<>();
    names.forEach(name -> found.add(name.asText()));
    return found.stream().anyMatch(name -> name.contains("*")) ? List.of() : found;
  }

  private static List<String> resources(JsonNode names) {
    List<String> found = new ArrayList<>();
    names.forEach(name -> found.add(name.asText()));
    found.removeIf(name -> name.contains("*") || name.contains("/"));
    return found;
  }

  private Optional<ValueType> type(GroupVersionKind kind) {
    Optional<ServedResource> served = registry.catalog().find(kind);
    if (served.isEmpty()) {
      return Optional.empty();
    }
    ServedResource.Definition definition = served.get().definition();
    return definition == null
        ? BuiltInTypes.get().ofKind(kind).flatMap(ObjectTypes::ofBuiltIn)
        : ObjectTypes.ofDefinition(definition.openApiSchema().read());
  }
}
