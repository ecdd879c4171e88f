package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.ResourceNames;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Resource quotas. */
final class ResourceQuotaRules implements StatusKindRules {
  private static final String PRIORITY = "PriorityClass";
  private static final Set<String> SCOPES =
      Set.of(
          "BestEffort",
          "CrossNamespacePodAffinity",
          "NotBestEffort",
          "NotTerminating",
          PRIORITY,
          "Terminating");
  private static final List<Set<String>> OPPOSITES =
      List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));
  private static final String SELECTOR = "spec.scopeSelector.matchExpressions";
  private static final String TYPE = "core.ResourceQuotaScope";

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    JsonNode scopes = object.path("spec").path("scopes");
    if (!set(scopes).equals(set(old.path("spec").path("scopes")))) {
      findings.invalidAs("spec.scopes", GoText.texts(TYPE, scopes), "field is immutable");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    for (String field : List.of("hard", "used")) {
      checkAmounts(object.path("status").path(field), "status." + field, findings);
    }
    return findings.list();
  }

  private static void checkAmounts(JsonNode amounts, String path, Findings findings) {
    for (var amount : amounts.properties()) {
      String at = path + "[" + amount.getKey() + "]";
      AmountChecks.checkQuota(amount.getKey(), at, findings);
      AmountChecks.checkAmount(amount.getKey(), amount.getValue(), at, findings);
    }
  }

  private static void check(JsonNode spec, Findings findings) {
    checkAmounts(spec.path("hard"), "spec.hard", findings);
    JsonNode scopes = spec.path("scopes");
    String all = GoText.texts(TYPE, scopes);
    for (JsonNode scope : scopes) {
      if (!SCOPES.contains(scope.asText())) {
        findings.invalidAs("spec.scopes", all, "unsupported scope");
      }
      for (int i = unfit(scope.asText(), spec.path("hard")); i > 0; i--) {
        findings.invalidAs("spec.scopes", all, "unsupported scope applied to resource");
      }
    }
    refuseOpposites(set(scopes), "spec.scopes", all, findings);
    List<ObjectNode> expressions = Trees.objects(spec.path("scopeSelector"), "matchExpressions");
    Set<String> seen = new HashSet<>();
    for (ObjectNode expression : expressions) {
      checkExpression(expression, spec, findings);
      seen.add(expression.path("scopeName").asText());
    }
    refuseOpposites(seen, SELECTOR, all, findings);
  }

  private static void refuseOpposites(
      Set<String> scopes, String path, String all, Findings findings) {
    for (Set<String> pair : OPPOSITES) {
      if (scopes.containsAll(pair)) {
        findings.invalidAs(path, all, "conflicting scopes");
      }
    }
  }

  private static void checkExpression(ObjectNode expression, JsonNode spec, Findings findings) {
    String scope = expression.path("scopeName").asText();
    if (!SCOPES.contains(scope)) {
      findings.invalidText(SELECTOR + ".scopeName", scope, "unsupported scope");
    }
    for (int i = unfit(scope, spec.path("hard")); i > 0; i--) {
      findings.invalid(
          SELECTOR, spec.path("scopeSelector"), "unsupported scope applied to resource");
    }
    String operator = expression.path("operator").asText();
    if (SCOPES.contains(scope) && !scope.equals(PRIORITY) && !operator.equals("Exists")) {
      findings.invalidText(
          SELECTOR + ".operator",
          operator,
          "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
              + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
              + " ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
    }
    JsonNode values = expression.path("values");
    switch (operator) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          findings.required(
              SELECTOR + ".values",
              "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          findings.invalidAs(
              SELECTOR + ".values",
              GoText.texts(values),
              "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
        }
      }
      default ->
          findings.invalidText(SELECTOR + ".operator", operator, "not a valid selector operator");
    }
  }

  /** How many amounts the scope has no meaning for. */
  private static int unfit(String scope, JsonNode hard) {
    int unfit = 0;
    for (var amount : hard.properties()) {
      String name = amount.getKey();
      boolean measured =
          name.startsWith("requests.")
              || name.startsWith("limits.")
              || ResourceNames.isCompute(name);
      boolean fits =
          switch (scope) {
            case "BestEffort" -> name.equals("pods");
            case "Terminating",
                "NotTerminating",
                "NotBestEffort",
                PRIORITY,
                "CrossNamespacePodAffinity" ->
                name.equals("pods") || (measured && !name.equals("requests.storage"));
            default -> true;
          };
      if (ResourceNames.isOfQuotas(name) && !fits) {
        unfit++;
      }
    }
    return unfit;
  }

  private static Set<String> set(JsonNode texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(text -> all.add(text.asText()));
    return new HashSet<>(all);
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
