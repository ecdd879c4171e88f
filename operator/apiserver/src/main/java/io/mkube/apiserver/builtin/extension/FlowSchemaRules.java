package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Flow schemas. */
final class FlowSchemaRules implements StatusKindRules {
  private static final int DEFAULT_PRECEDENCE = 1000;
  private static final int LAST_PRECEDENCE = 10_000;

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
    Trees.defaultNonZero(Trees.child(object, "spec"), "matchingPrecedence", DEFAULT_PRECEDENCE);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    JsonNode precedence = spec.path("matchingPrecedence");
    if (precedence.asInt() <= 0) {
      findings.invalid("spec.matchingPrecedence", precedence, "must be a positive value");
    } else if (precedence.asInt() > LAST_PRECEDENCE) {
      findings.invalid(
          "spec.matchingPrecedence", precedence, "must not be greater than " + LAST_PRECEDENCE);
    }
    findings.requiredText(
        "spec.priorityLevelConfiguration.name",
        spec.path("priorityLevelConfiguration").path("name"));
    findings.oneOf(
        "spec.distinguisherMethod.type",
        spec.path("distinguisherMethod").path("type"),
        List.of("ByNamespace", "ByUser"));
    int i = 0;
    for (JsonNode rule : spec.path("rules")) {
      checkRule(rule, "spec.rules[" + i++ + "]", findings);
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkRule(JsonNode rule, String path, Findings findings) {
    if (rule.path("subjects").isEmpty()) {
      findings.required(path + ".subjects", "subjects must contain at least one value");
    }
    int i = 0;
    for (JsonNode subject : rule.path("subjects")) {
      findings.oneOf(
          path + ".subjects[" + i++ + "].kind",
          subject.path("kind"),
          List.of("Group", "ServiceAccount", "User"));
    }
    if (rule.path("resourceRules").isEmpty() && rule.path("nonResourceRules").isEmpty()) {
      findings.required(
          path, "at least one of resourceRules and nonResourceRules has to be non-empty");
    }
  }
}
