package io.mkube.apiserver.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the objects that bindings give to policies as {@code params}. Thread-safe. */
final class Parameters {
  private final WatchCache cache;
  private final ResourceRegistry registry;

  Parameters(WatchCache cache, ResourceRegistry registry) {
    this.cache = cache;
    this.registry = registry;
  }

  /** What a binding leads to. */
  sealed interface Found {
    /** The policy is judged once for each; an empty one has no parameters. */
    record Some(List<Optional<ObjectNode>> objects) implements Found {}

    /** A policy or a binding cannot be used. */
    record Misfit(String text) implements Found {}
  }

  Found of(JsonNode policy, JsonNode binding, PolicyRequest request) {
    JsonNode kind = policy.path("paramKind");
    JsonNode reference = binding.path("paramRef");
    if (!kind.isObject() || !reference.isObject()) {
      return new Found.Some(List.of(Optional.empty()));
    }
    GroupVersionKind type =
        GroupVersionKind.of(kind.path("apiVersion").asText(), kind.path("kind").asText());
    Optional<ServedResource> resource = registry.catalog().find(type);
    if (resource.isEmpty()) {
      return new Found.Misfit(
          "failed to configure policy: failed to find resource referenced by paramKind: '"
              + kind.path("apiVersion").asText()
              + ", Kind="
              + type.kind()
              + "'");
    }
    String namespace = reference.path("namespace").asText();
    if (resource.get().namespaced() && namespace.isEmpty()) {
      namespace = request.namespace();
      if (namespace.isEmpty()) {
        return new Found.Misfit(
            "failed to configure binding: cannot use namespaced paramRef in policy binding that"
                + " matches cluster-scoped resources");
      }
    } else if (!resource.get().namespaced() && !namespace.isEmpty()) {
      return new Found.Misfit(
          "failed to configure binding: paramRef.namespace must not be provided for a"
              + " cluster-scoped `paramKind`");
    }
    List<Optional<ObjectNode>> objects = read(resource.get(), namespace, reference);
    boolean denies = reference.path("parameterNotFoundAction").asText().equals("Deny");
    return objects.isEmpty() && denies
        ? new Found.Misfit(
            "failed to configure binding: no params found for policy binding with `Deny`"
                + " parameterNotFoundAction")
        : new Found.Some(objects);
  }

  private List<Optional<ObjectNode>> read(
      ServedResource resource, String namespace, JsonNode reference) {
    ResourceCache all = cache.of(resource.location().group(), resource.location().resource());
    String name = reference.path("name").asText();
    String place = resource.namespaced() ? namespace : "";
    if (!name.isEmpty()) {
      return all.get(place, name).map(resource::decode).stream().map(Optional::of).toList();
    }
    LabelSelector selector = LabelSelector.of(reference.path("selector"));
    List<Optional<ObjectNode>> found = new ArrayList<>();
    for (CachedObject object :
        all.list(ListScope.all(place), one -> selector.matches(one.labels())).items()) {
      found.add(Optional.of(resource.decode(object)));
    }
    return found;
  }
}
