package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a pod wants to run: affinity and spread. */
final class PlacementChecks {
  private static final int MAX_WEIGHT = 100;
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final List<String> WHEN = List.of("DoNotSchedule", "ScheduleAnyway");

  private PlacementChecks() {}

  static void check(JsonNode spec, String path, Findings findings) {
    JsonNode affinity = spec.path("affinity");
    String at = path + ".affinity";
    nodes(affinity.path("nodeAffinity"), at + ".nodeAffinity", findings);
    pods(affinity.path("podAffinity"), at + ".podAffinity", findings);
    pods(affinity.path("podAntiAffinity"), at + ".podAntiAffinity", findings);
    spread(spec.path("topologySpreadConstraints"), path + ".topologySpreadConstraints", findings);
  }

  private static void nodes(JsonNode affinity, String path, Findings findings) {
    if (affinity.path(REQUIRED).isObject()) {
      JsonNode terms = affinity.path(REQUIRED).path("nodeSelectorTerms");
      String at = path + "." + REQUIRED + ".nodeSelectorTerms";
      if (terms.isEmpty()) {
        findings.required(at, "must have at least one node selector term");
      }
      for (int i = 0; i < terms.size(); i++) {
        term(terms.get(i), at + "[" + i + "]", findings);
        values(terms.get(i), at + "[" + i + "]", findings);
      }
    }
    JsonNode preferred = affinity.path(PREFERRED);
    for (int i = 0; i < preferred.size(); i++) {
      String at = path + "." + PREFERRED + "[" + i + "]";
      weight(preferred.get(i), at, findings);
      term(preferred.get(i).path("preference"), at + ".preference", findings);
    }
  }

  private static void weight(JsonNode term, String at, Findings findings) {
    int weight = term.path("weight").asInt();
    if (weight <= 0 || weight > MAX_WEIGHT) {
      findings.invalid(at + ".weight", term.path("weight"), "must be in the range 1-100");
    }
  }

  private static void term(JsonNode term, String path, Findings findings) {
    JsonNode expressions = term.path("matchExpressions");
    for (int i = 0; i < expressions.size(); i++) {
      requirement(expressions.get(i), path + ".matchExpressions[" + i + "]", findings);
    }
    JsonNode fields = term.path("matchFields");
    for (int i = 0; i < fields.size(); i++) {
      field(fields.get(i), path + ".matchFields[" + i + "]", findings);
    }
  }

  /** What a node must have can only be met if a node may have it. */
  private static void values(JsonNode term, String path, Findings findings) {
    JsonNode expressions = term.path("matchExpressions");
    for (int i = 0; i < expressions.size(); i++) {
      JsonNode values = expressions.get(i).path("values");
      for (int v = 0; v < values.size(); v++) {
        LabelRules.checkValue(
            values.get(v).asText(),
            path + ".matchExpressions[" + i + "].values[" + v + "]",
            findings.sink());
      }
    }
  }

  /** The only field of a node that can be asked for is its name. */
  private static void field(JsonNode requirement, String at, Findings findings) {
    String operator = requirement.path("operator").asText();
    JsonNode values = requirement.path("values");
    if (!operator.equals("In") && !operator.equals("NotIn")) {
      findings.invalidText(at + ".operator", operator, "not a valid selector operator");
    } else if (values.size() != 1) {
      findings.required(
          at + ".values",
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    }
    String key = requirement.path("key").asText();
    if (!key.equals("metadata.name")) {
      findings.invalidText(at + ".key", key, "not a valid field selector key");
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      findings.name(at + ".values[" + i + "]", values.get(i).asText(), NameRule.DNS_SUBDOMAIN);
    }
  }

  private static void requirement(JsonNode requirement, String at, Findings findings) {
    int values = requirement.path("values").size();
    switch (requirement.path("operator").asText()) {
      case "In", "NotIn" -> {
        if (values == 0) {
          findings.required(at + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (values > 0) {
          findings.forbidden(
              at + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      case "Gt", "Lt" -> {
        if (values != 1) {
          findings.required(
              at + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default ->
          findings.invalidText(
              at + ".operator",
              requirement.path("operator").asText(),
              "not a valid selector operator");
    }
    LabelRules.checkKey(requirement.path("key").asText(), at + ".key", findings.sink());
  }

  private static void pods(JsonNode affinity, String path, Findings findings) {
    JsonNode required = affinity.path(REQUIRED);
    for (int i = 0; i < required.size(); i++) {
      podTerm(required.get(i), path + "." + REQUIRED + "[" + i + "]", findings);
    }
    JsonNode preferred = affinity.path(PREFERRED);
    for (int i = 0; i < preferred.size(); i++) {
      String at = path + "." + PREFERRED + "[" + i + "]";
      weight(preferred.get(i), at, findings);
      podTerm(preferred.get(i).path("podAffinityTerm"), at + ".podAffinityTerm", findings);
    }
  }

  private static void podTerm(JsonNode term, String at, Findings findings) {
    for (String selector : List.of("labelSelector", "namespaceSelector")) {
      if (term.path(selector).isObject()) {
        LabelRules.checkSelector(term.path(selector), at + "." + selector, findings.sink());
      }
    }
    labelKeys(term, at, findings);
    for (JsonNode namespace : term.path("namespaces")) {
      findings.name(at + ".namespace", namespace.asText(), NameRule.DNS_LABEL);
    }
    topologyKey(term, at, findings);
  }

  /** Labels of the pod itself that are added to the selector. */
  private static void labelKeys(JsonNode term, String at, Findings findings) {
    for (String field : List.of("matchLabelKeys", "mismatchLabelKeys")) {
      JsonNode keys = term.path(field);
      if (!keys.isEmpty() && !term.path("labelSelector").isObject()) {
        findings.forbidden(at + "." + field, "must not be specified when labelSelector is not set");
        continue;
      }
      for (int i = 0; i < keys.size(); i++) {
        LabelRules.checkKey(
            keys.get(i).asText(), at + "." + field + "[" + i + "]", findings.sink());
      }
    }
    JsonNode keys = term.path("matchLabelKeys");
    for (int i = 0; i < keys.size(); i++) {
      for (JsonNode other : term.path("mismatchLabelKeys")) {
        if (other.equals(keys.get(i))) {
          findings.invalid(
              at + ".matchLabelKeys[" + i + "]",
              other,
              "exists in both matchLabelKeys and mismatchLabelKeys");
        }
      }
    }
  }

  /** Of an affinity, where an empty one is refused in every way; of a spread only once. */
  private static void topologyKey(JsonNode term, String at, Findings findings) {
    requiredTopologyKey(term, at, findings);
    LabelRules.checkKey(term.path("topologyKey").asText(), at + ".topologyKey", findings.sink());
  }

  private static boolean requiredTopologyKey(JsonNode term, String at, Findings findings) {
    boolean given = !term.path("topologyKey").asText().isEmpty();
    if (!given) {
      findings.required(at + ".topologyKey", "can not be empty");
    }
    return given;
  }

  private static void spread(JsonNode constraints, String path, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < constraints.size(); i++) {
      JsonNode constraint = constraints.get(i);
      String at = path + "[" + i + "]";
      JsonNode skew = constraint.path("maxSkew");
      if (skew.asInt() <= 0) {
        findings.invalid(at + ".maxSkew", skew, "must be greater than zero");
      }
      if (requiredTopologyKey(constraint, at, findings)) {
        topologyKey(constraint, at, findings);
      }
      String when = constraint.path("whenUnsatisfiable").asText();
      if (!WHEN.contains(when)) {
        findings.oneOf(at + ".whenUnsatisfiable", constraint.path("whenUnsatisfiable"), WHEN);
      }
      String pair = "{" + constraint.path("topologyKey").asText() + ", " + when + "}";
      if (!seen.add(pair)) {
        findings.duplicate(at + ".{topologyKey, whenUnsatisfiable}", pair);
      }
      domains(constraint, when, at + ".minDomains", findings);
      labelKeys(constraint, at, findings);
      for (String policy : List.of("nodeAffinityPolicy", "nodeTaintsPolicy")) {
        findings.oneOf(at + "." + policy, constraint.path(policy), List.of("Honor", "Ignore"));
      }
      if (constraint.path("labelSelector").isObject()) {
        LabelRules.checkSelector(
            constraint.path("labelSelector"), at + ".labelSelector", findings.sink());
      }
    }
  }

  private static void domains(JsonNode constraint, String when, String at, Findings findings) {
    JsonNode domains = constraint.path("minDomains");
    if (!domains.isNumber()) {
      return;
    }
    if (domains.asInt() <= 0) {
      findings.invalid(at, domains, "must be greater than zero");
    }
    if (!when.equals("DoNotSchedule")) {
      findings.invalid(
          at, domains, "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + when);
    }
  }
}
