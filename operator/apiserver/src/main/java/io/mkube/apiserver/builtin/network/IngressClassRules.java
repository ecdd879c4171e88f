package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Ingress classes. */
final class IngressClassRules implements KindRules {
  private static final int MAX_CONTROLLER = 250;

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
    JsonNode controller = object.path("spec").path("controller");
    if (findings.requiredText("spec.controller", controller)) {
      String text = controller.asText();
      if (text.length() > MAX_CONTROLLER) {
        findings.tooLong("spec.controller", MAX_CONTROLLER);
      }
      if (!text.contains("/")) {
        findings.invalid(
            "spec.controller",
            controller,
            "must be a domain-prefixed path (such as \"acme.io/foo\")");
      }
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    findings.immutable(
        "spec.controller",
        object.path("spec").path("controller"),
        old.path("spec").path("controller"));
    return findings.list();
  }
}
