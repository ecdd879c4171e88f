package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.FieldError.Reason;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a job does about pods that fail. */
final class FailurePolicyChecks {
  private static final int MAX_RULES = 20;
  private static final int MAX_CONDITIONS = 20;
  private static final int MAX_CODES = 255;
  private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
  private static final List<String> OPERATORS = List.of("In", "NotIn");
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");

  private final JsonNode spec;
  private final Findings findings;

  private FailurePolicyChecks(JsonNode spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  /** Checks {@code podFailurePolicy} of a job spec at {@code path}. */
  static void check(JsonNode spec, String path, Findings findings) {
    JsonNode rules = spec.path("podFailurePolicy").path("rules");
    FailurePolicyChecks checks = new FailurePolicyChecks(spec, findings);
    String at = path + ".podFailurePolicy.rules";
    checks.atMost(rules, MAX_RULES, at);
    for (int i = 0; i < rules.size(); i++) {
      checks.rule(rules.get(i), at + "[" + i + "]");
    }
  }

  private void rule(JsonNode rule, String at) {
    JsonNode action = rule.path("action");
    if (action.asText().equals("FailIndex") && !spec.has("backoffLimitPerIndex")) {
      findings.invalid(at + ".action", action, "requires the backoffLimitPerIndex to be set");
    }
    wanted(action, at + ".action", ACTIONS);
    boolean codes = rule.path("onExitCodes").isObject();
    boolean conditions = !rule.path("onPodConditions").isEmpty();
    if (codes) {
      codes(rule.path("onExitCodes"), at + ".onExitCodes");
    }
    conditions(rule.path("onPodConditions"), at + ".onPodConditions");
    if (codes == conditions) {
      String detail =
          codes
              ? "specifying both OnExitCodes and OnPodConditions is not supported"
              : "specifying one of OnExitCodes and OnPodConditions is required";
      findings.sink().add(new FieldError(Reason.INVALID, at, "Invalid value: " + detail));
    }
  }

  private void conditions(JsonNode conditions, String path) {
    atMost(conditions, MAX_CONDITIONS, path);
    for (int i = 0; i < conditions.size(); i++) {
      String at = path + "[" + i + "]";
      LabelRules.checkKey(conditions.get(i).path("type").asText(), at + ".type", findings.sink());
      wanted(conditions.get(i).path("status"), at + ".status", STATUSES);
    }
  }

  private void codes(JsonNode codes, String path) {
    wanted(codes.path("operator"), path + ".operator", OPERATORS);
    JsonNode container = codes.path("containerName");
    if (!container.isMissingNode() && !containers().contains(container.asText())) {
      findings.invalid(
          path + ".containerName",
          container,
          "must be one of the container or initContainer names in the pod template");
    }
    JsonNode values = codes.path("values");
    if (values.isEmpty()) {
      findings.invalidAs(
          path + ".values", GoText.numbers("int32", values), "at least one value is required");
    }
    atMost(values, MAX_CODES, path + ".values");
    Set<Integer> seen = new HashSet<>();
    boolean ordered = true;
    for (int i = 0; i < values.size(); i++) {
      String at = path + ".values[" + i + "]";
      int code = values.get(i).asInt();
      if (code == 0 && codes.path("operator").asText().equals("In")) {
        findings.invalid(at, values.get(i), "must not be 0 for the In operator");
      }
      if (!seen.add(code)) {
        findings.sink().add(FieldError.duplicate(at, Integer.toString(code)));
      }
      ordered &= i == 0 || values.get(i - 1).asInt() <= code;
    }
    if (!ordered) {
      findings.invalidAs(path + ".values", GoText.numbers("int32", values), "must be ordered");
    }
  }

  private Set<String> containers() {
    Set<String> names = new HashSet<>();
    JsonNode pod = spec.path("template").path("spec");
    for (String list : List.of("containers", "initContainers")) {
      Trees.objects(pod, list).forEach(container -> names.add(container.path("name").asText()));
    }
    return names;
  }

  private void wanted(JsonNode value, String at, List<String> supported) {
    if (value.asText().isEmpty()) {
      findings.required(
          at,
          supported.stream()
              .map(text -> "\"" + text + "\"")
              .collect(Collectors.joining(" ", "valid values: [", "]")));
    } else {
      findings.oneOf(at, value, supported);
    }
  }

  private void atMost(JsonNode list, int limit, String at) {
    if (list.size() > limit) {
      findings
          .sink()
          .add(
              new FieldError(
                  Reason.TOO_MANY,
                  at,
                  "Too many: " + list.size() + ": must have at most " + limit + " items"));
    }
  }
}
