package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** Ingress classes. */
final class IngressClassRules implements KindRules {
  private static final int MAX_CONTROLLER = 250;
  private static final String PARAMETERS = "spec.parameters";

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    if (object.path("spec").get("parameters") instanceof ObjectNode parameters) {
      Trees.defaultText(parameters, "scope", "Cluster");
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    findings.immutable(
        "spec.controller",
        object.path("spec").path("controller"),
        old.path("spec").path("controller"));
    check(object.path("spec"), findings);
    return findings.list();
  }

  private static void check(JsonNode spec, Findings findings) {
    JsonNode controller = spec.path("controller");
    if (findings.requiredText("spec.controller", controller)) {
      if (controller.asText().length() > MAX_CONTROLLER) {
        findings.tooLong("spec.controller", MAX_CONTROLLER);
      }
      findings.domainPath("spec.controller", controller.asText());
    }
    if (spec.get("parameters") instanceof ObjectNode parameters) {
      References.check(parameters, PARAMETERS, findings);
      checkScope(parameters, findings);
    }
  }

  private static void checkScope(ObjectNode parameters, Findings findings) {
    JsonNode namespace = parameters.path("namespace");
    switch (parameters.path("scope").asText()) {
      case "Namespace" -> {
        if (namespace.isMissingNode()) {
          findings.required(PARAMETERS + ".namespace", "`parameters.scope` is set to 'Namespace'");
        } else {
          findings.name(PARAMETERS + ".namespace", namespace.asText(), NameRule.DNS_LABEL);
        }
      }
      case "Cluster" -> {
        if (!namespace.isMissingNode()) {
          findings.forbidden(PARAMETERS + ".namespace", "`parameters.scope` is set to 'Cluster'");
        }
      }
      default ->
          findings.oneOf(
              PARAMETERS + ".scope", parameters.path("scope"), List.of("Cluster", "Namespace"));
    }
  }
}
