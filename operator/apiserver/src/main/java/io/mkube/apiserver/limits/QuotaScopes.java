package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pods a quota is about.
 *
 * @param terms all of which have to hold
 */
record QuotaScopes(List<Term> terms) {
  QuotaScopes {
    terms = List.copyOf(terms);
  }

  /** One of them: a scope, an operator and its values. */
  record Term(String scope, String operator, List<String> values) {
    Term {
      values = List.copyOf(values);
    }

    private boolean holds(JsonNode pod) {
      return switch (scope) {
        case "Terminating" -> terminating(pod);
        case "NotTerminating" -> !terminating(pod);
        case "BestEffort" -> bestEffort(pod);
        case "NotBestEffort" -> !bestEffort(pod);
        case "PriorityClass" -> named(pod.path("spec").path("priorityClassName").asText());
        case "CrossNamespacePodAffinity" -> crossesNamespaces(pod.path("spec").path("affinity"));
        default -> false;
      };
    }

    private boolean named(String value) {
      return switch (operator) {
        case "In" -> !value.isEmpty() && values.contains(value);
        case "NotIn" -> value.isEmpty() || !values.contains(value);
        case "DoesNotExist" -> value.isEmpty();
        default -> !value.isEmpty();
      };
    }

    private static boolean terminating(JsonNode pod) {
      JsonNode seconds = pod.path("spec").path("activeDeadlineSeconds");
      return seconds.isNumber() && seconds.asLong() >= 0;
    }

    private static boolean bestEffort(JsonNode pod) {
      return pod.path("status").path("qosClass").asText().equals("BestEffort");
    }

    private static boolean crossesNamespaces(JsonNode affinity) {
      for (String kind : List.of("podAffinity", "podAntiAffinity")) {
        List<JsonNode> terms = new ArrayList<>();
        affinity
            .path(kind)
            .path("requiredDuringSchedulingIgnoredDuringExecution")
            .forEach(terms::add);
        affinity
            .path(kind)
            .path("preferredDuringSchedulingIgnoredDuringExecution")
            .forEach(term -> terms.add(term.path("podAffinityTerm")));
        for (JsonNode term : terms) {
          if (!term.path("namespaces").isEmpty() || term.path("namespaceSelector").isObject()) {
            return true;
          }
        }
      }
      return false;
    }
  }

  /** The scopes of a quota. */
  static QuotaScopes of(JsonNode quota) {
    List<Term> terms = new ArrayList<>();
    for (JsonNode scope : quota.path("spec").path("scopes")) {
      terms.add(new Term(scope.asText(), "Exists", List.of()));
    }
    for (JsonNode term : quota.path("spec").path("scopeSelector").path("matchExpressions")) {
      List<String> values = new ArrayList<>();
      term.path("values").forEach(value -> values.add(value.asText()));
      terms.add(new Term(term.path("scopeName").asText(), term.path("operator").asText(), values));
    }
    return new QuotaScopes(terms);
  }

  /** Whether the quota is about a pod. */
  boolean admit(JsonNode pod) {
    return terms.stream().allMatch(term -> term.holds(pod));
  }

  /** Whether the quota is about everything. */
  boolean isEmpty() {
    return terms.isEmpty();
  }
}
