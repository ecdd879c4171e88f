package io.mkube.apiserver.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a policy or a binding is for.
 *
 * @param request the request
 * @param namespace labels of its namespace; empty for cluster-wide objects
 */
record RequestMatch(PolicyRequest request, Optional<Map<String, String>> namespace) {
  /** Whether a request is meant by {@code matchConstraints} or {@code matchResources}. */
  boolean by(JsonNode resources) {
    boolean exact = resources.path("matchPolicy").asText().equals("Exact");
    return byNamespace(LabelSelector.of(resources.path("namespaceSelector")))
        && byObject(LabelSelector.of(resources.path("objectSelector")))
        && !byRules(resources.path("excludeResourceRules"), exact)
        && (resources.path("resourceRules").isEmpty()
            || byRules(resources.path("resourceRules"), exact));
  }

  private boolean byNamespace(LabelSelector selector) {
    if (selector.isEmpty()) {
      return true;
    }
    GroupVersionKind kind = request.resource().type().kind();
    if (kind.group().isEmpty() && kind.kind().equals("Namespace")) {
      return byLabels(selector);
    }
    return namespace.map(selector::matches).orElse(true);
  }

  private boolean byObject(LabelSelector selector) {
    return selector.isEmpty() || byLabels(selector);
  }

  private boolean byLabels(LabelSelector selector) {
    return byLabels(selector, request.object()) || byLabels(selector, request.old());
  }

  private static boolean byLabels(LabelSelector selector, @Nullable ObjectNode object) {
    return object != null && selector.matches(ObjectMetadata.of(object).labels());
  }

  private boolean byRules(JsonNode rules, boolean exact) {
    for (JsonNode rule : rules) {
      if (byRule(rule, exact)) {
        return true;
      }
    }
    return false;
  }

  private boolean byRule(JsonNode rule, boolean exact) {
    GroupVersionKind kind = request.resource().type().kind();
    String scope = rule.path("scope").asText("*");
    boolean inNamespace = request.resource().namespaced();
    return (scope.equals("*") || scope.isEmpty() || scope.equals("Namespaced") == inNamespace)
        && has(rule.path("operations"), request.operation().name())
        && has(rule.path("apiGroups"), kind.group())
        // All versions of a resource are the same objects here.
        && (!exact || has(rule.path("apiVersions"), kind.version()))
        && any(rule.path("resources"), this::byResource)
        && (rule.path("resourceNames").isEmpty()
            || any(rule.path("resourceNames"), request.name()::equals));
  }

  private boolean byResource(String wanted) {
    int slash = wanted.indexOf('/');
    String resource = slash < 0 ? wanted : wanted.substring(0, slash);
    String part = slash < 0 ? "" : wanted.substring(slash + 1);
    return (resource.equals("*") || resource.equals(request.resource().type().plural()))
        && (part.equals("*") || part.equals(request.subresource()));
  }

  private static boolean has(JsonNode list, String value) {
    return any(list, entry -> entry.equals("*") || entry.equals(value));
  }

  private static boolean any(JsonNode list, Predicate<String> fits) {
    for (JsonNode entry : list) {
      if (fits.test(entry.asText())) {
        return true;
      }
    }
    return false;
  }
}
