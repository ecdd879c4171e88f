package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.ArrayList;
import java.util.List;

/** Bindings of validating admission policies. */
final class PolicyBindingRules implements KindRules {
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
    if (object.path("spec").path("paramRef") instanceof ObjectNode parameters) {
      Trees.defaultText(parameters, "parameterNotFoundAction", "Deny");
    }
    if (object.path("spec").path("matchResources") instanceof ObjectNode resources) {
      MatchedRules.applyDefaults(resources, "resourceRules");
      for (ObjectNode rule : Trees.objects(resources, "excludeResourceRules")) {
        Trees.defaultText(rule, "scope", "*");
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    findings.requiredText("spec.policyName", spec.path("policyName"));
    JsonNode parameters = spec.path("paramRef");
    if (parameters.isObject()
        && parameters.path("name").asText().isEmpty()
        && !parameters.has("selector")) {
      findings.required("spec.paramRef", "one of name or selector must be specified");
    }
    if (!parameters.path("name").asText().isEmpty() && parameters.has("selector")) {
      findings.forbidden("spec.paramRef.name", "name and selector are mutually exclusive");
    }
    findings.oneOf(
        "spec.paramRef.parameterNotFoundAction",
        parameters.path("parameterNotFoundAction"),
        List.of("Allow", "Deny"));
    JsonNode actions = spec.path("validationActions");
    if (actions.isEmpty()) {
      findings.required("spec.validationActions", "at least one validation action is required");
    }
    int i = 0;
    for (JsonNode action : actions) {
      String path = "spec.validationActions[" + i++ + "]";
      findings.oneOf(path, action, List.of("Audit", "Deny", "Warn"));
    }
    List<String> chosen = new ArrayList<>();
    actions.forEach(action -> chosen.add(action.asText()));
    if (chosen.contains("Deny") && chosen.contains("Warn")) {
      findings.invalidAs(
          "spec.validationActions",
          GoText.texts("admissionregistration.ValidationAction", actions),
          "must not contain both Deny and Warn (repeating the same validation failure information"
              + " in the API response and headers serves no purpose)");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }
}
