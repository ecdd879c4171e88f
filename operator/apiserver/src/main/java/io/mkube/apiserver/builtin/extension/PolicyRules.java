package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Validating admission policies. */
final class PolicyRules implements StatusKindRules {
  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultText(spec, "failurePolicy", "Fail");
    if (spec.get("matchConstraints") instanceof ObjectNode constraints) {
      MatchedRules.applyDefaults(constraints, "resourceRules");
      for (ObjectNode rule : Trees.objects(constraints, "excludeResourceRules")) {
        Trees.defaultText(rule, "scope", "*");
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    findings.oneOf("spec.failurePolicy", spec.path("failurePolicy"), List.of("Fail", "Ignore"));
    JsonNode constraints = spec.path("matchConstraints");
    if (!constraints.isObject()) {
      findings.required("spec.matchConstraints", "");
    } else if (constraints.path("resourceRules").isEmpty()) {
      findings.required("spec.matchConstraints.resourceRules", "");
    }
    for (String rules : List.of("resourceRules", "excludeResourceRules")) {
      MatchedRules.check(constraints.path(rules), "spec.matchConstraints." + rules, findings);
    }
    if (spec.path("validations").isEmpty() && spec.path("auditAnnotations").isEmpty()) {
      String text = "validations or auditAnnotations must contain at least one item";
      findings.required("spec.validations", text);
      findings.required("spec.auditAnnotations", text);
    }
    int i = 0;
    for (JsonNode validation : spec.path("validations")) {
      String path = "spec.validations[" + i++ + "].expression";
      if (validation.path("expression").asText().isBlank()) {
        findings.required(path, "expression is not specified");
      }
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return List.of("admission policies are not evaluated by this server");
  }
}
