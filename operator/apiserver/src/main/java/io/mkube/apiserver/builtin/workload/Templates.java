package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.pod.PodSpecChecks;
import io.mkube.apiserver.builtin.pod.PodSpecDefaults;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import java.util.List;
import java.util.Locale;

/** Pod templates and the selectors of the pods that are made of them. */
final class Templates {
  private Templates() {}

  /** Fills {@code template} of {@code parent}. */
  static void applyDefaults(ObjectNode parent) {
    ObjectNode template = Trees.child(parent, "template");
    PodSpecDefaults.apply(Trees.child(template, "spec"));
  }

  /** Checks selector and template of a workload whose pods always restart. */
  static void checkRestarting(JsonNode spec, String kind, Findings findings) {
    checkSelector(spec, kind, findings);
    check(spec.path("template"), "spec.template", List.of("Always"), findings);
    checkDeadline(spec, kind, findings);
  }

  /**
   * The same without the containers: kube-apiserver leaves those of a StatefulSet to the pods that
   * are made of them, which also know the volumes of its claims.
   */
  static void checkRestartingOutline(JsonNode spec, String kind, Findings findings) {
    checkSelector(spec, kind, findings);
    checkMetadata(spec.path("template"), "spec.template", findings);
    findings.oneOf(
        "spec.template.spec.restartPolicy",
        spec.path("template").path("spec").path("restartPolicy"),
        List.of("Always"));
    checkDeadline(spec, kind, findings);
  }

  private static void checkDeadline(JsonNode spec, String kind, Findings findings) {
    if (spec.path("template").path("spec").has("activeDeadlineSeconds")) {
      findings.forbidden(
          "spec.template.spec.activeDeadlineSeconds",
          "activeDeadlineSeconds in "
              + (kind.equals("deployment") ? "ReplicaSet" : kind)
              + " is not Supported");
    }
  }

  /**
   * Checks a template at {@code path}.
   *
   * @param restartPolicies those that are left; empty for any that a pod may have
   */
  static void check(
      JsonNode template, String path, List<String> restartPolicies, Findings findings) {
    checkMetadata(template, path, findings);
    JsonNode spec = template.path("spec");
    PodSpecChecks.check(spec, path + ".spec", findings);
    if (!spec.path("ephemeralContainers").isEmpty()) {
      findings.forbidden(
          path + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
    }
    if (!restartPolicies.isEmpty()) {
      findings.oneOf(path + ".spec.restartPolicy", spec.path("restartPolicy"), restartPolicies);
    }
  }

  private static void checkMetadata(JsonNode template, String path, Findings findings) {
    JsonNode metadata = template.path("metadata");
    LabelRules.checkLabels(metadata.path("labels"), path + ".labels", findings.sink());
    for (var annotation : metadata.path("annotations").properties()) {
      LabelRules.checkKey(
          annotation.getKey().toLowerCase(Locale.ROOT), path + ".annotations", findings.sink());
    }
  }

  /** Checks the selector of a workload that may also be empty. */
  static void checkSelected(JsonNode spec, Findings findings) {
    checkPresent(spec.path("selector"), findings);
    checkLabels(spec, findings);
  }

  private static void checkPresent(JsonNode selector, Findings findings) {
    if (selector.isObject()) {
      LabelRules.checkSelector(selector, "spec.selector", findings.sink());
    } else {
      findings.required("spec.selector", "");
    }
  }

  private static void checkSelector(JsonNode spec, String kind, Findings findings) {
    JsonNode selector = spec.path("selector");
    checkPresent(selector, findings);
    if (selector.isObject()
        && selector.path("matchLabels").isEmpty()
        && selector.path("matchExpressions").isEmpty()) {
      findings.invalidAs(
          "spec.selector", GoText.selector(selector), "empty selector is invalid for " + kind);
      return;
    }
    checkLabels(spec, findings);
  }

  /** A selector that is missing selects nothing, so the template does not fit it either. */
  private static void checkLabels(JsonNode spec, Findings findings) {
    JsonNode selector = spec.path("selector");
    JsonNode labels = spec.path("template").path("metadata").path("labels");
    if (!selector.isObject() || !matches(selector, labels)) {
      findings.invalidAs(
          "spec.template.metadata.labels",
          GoText.labels(labels),
          "`selector` does not match template `labels`");
    }
  }

  /** Reports a selector that differs from the stored one. */
  static void checkSelectorKept(JsonNode object, JsonNode old, Findings findings) {
    JsonNode selector = object.path("spec").path("selector");
    if (!selector.equals(old.path("spec").path("selector"))) {
      findings.invalidAs("spec.selector", GoText.selector(selector), "field is immutable");
    }
  }

  private static boolean matches(JsonNode selector, JsonNode labels) {
    for (var wanted : selector.path("matchLabels").properties()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!matchesExpression(expression, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesExpression(JsonNode expression, JsonNode labels) {
    JsonNode value = labels.path(expression.path("key").asText());
    boolean contained = false;
    for (JsonNode candidate : expression.path("values")) {
      contained |= candidate.equals(value);
    }
    return switch (expression.path("operator").asText()) {
      case "In" -> contained;
      case "NotIn" -> !contained;
      case "Exists" -> !value.isMissingNode();
      case "DoesNotExist" -> value.isMissingNode();
      default -> false;
    };
  }
}
