package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.policy.PolicyProgram;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.RuleFormats;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Validating admission policies. */
final class PolicyRules implements StatusKindRules {
  private static final List<String> REASONS =
      List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");

  @Override
  public List<String> metadataKeptByStatus() {
    return METADATA;
  }

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
      String path = "spec.validations[" + i++ + "]";
      if (validation.path("expression").asText().isBlank()) {
        findings.required(path + ".expression", "expression is not specified");
      }
      findings.oneOf(path + ".reason", validation.path("reason"), REASONS);
    }
    checkNamed(spec.path("variables"), "spec.variables", findings);
    checkNamed(spec.path("matchConditions"), "spec.matchConditions", findings);
    PolicyProgram program = PolicyProgram.of(spec, RuleFormats.language());
    for (PolicyProgram.Fault fault : program.faults()) {
      if (!program.asksAuthorizer()) {
        findings.invalidText(fault.path(), fault.source(), fault.text());
      }
    }
    return findings.list();
  }

  private static void checkNamed(JsonNode entries, String list, Findings findings) {
    Set<String> names = new HashSet<>();
    int i = 0;
    for (JsonNode entry : entries) {
      String path = list + "[" + i++ + "]";
      String name = entry.path("name").asText();
      if (name.isEmpty()) {
        findings.required(path + ".name", "");
      } else if (list.endsWith("variables")) {
        if (!name.matches("[_a-zA-Z][_a-zA-Z0-9]*")) {
          findings.invalidText(path + ".name", name, "name is not a valid CEL identifier");
        }
      } else {
        LabelRules.checkKey(name, path + ".name", findings.sink());
      }
      if (!names.add(name)) {
        findings.duplicate(path + ".name", name);
      }
      if (entry.path("expression").asText().isBlank()) {
        findings.required(path + ".expression", "");
      }
    }
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return object.path("spec").equals(old.path("spec")) ? List.of() : validateCreate(object);
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    PolicyProgram program = PolicyProgram.of(object.path("spec"), RuleFormats.language());
    return program.asksAuthorizer()
        ? List.of("this policy uses authorizer, which is not served here, and is not evaluated")
        : List.of();
  }
}
