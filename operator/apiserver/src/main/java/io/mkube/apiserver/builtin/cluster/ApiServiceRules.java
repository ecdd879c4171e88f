package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** API services; only local ones are served. */
final class ApiServiceRules implements StatusKindRules {
  private static final int MAX_GROUP_PRIORITY = 20_000;
  private static final int MAX_VERSION_PRIORITY = 1_000;

  @Override
  public NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  /** What is served here is there at once. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    StatusKindRules.super.prepareForCreate(object);
    if (!object.path("spec").has("service")) {
      object
          .withArray("/status/conditions")
          .addObject()
          .put("lastTransitionTime", Trees.text(object, "metadata", "creationTimestamp"))
          .put("message", "Local APIServices are always available")
          .put("reason", "Local")
          .put("status", "True")
          .put("type", "Available");
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    String wanted = spec.path("version").asText() + "." + spec.path("group").asText();
    String name = Trees.text(object, "metadata", "name");
    if (!name.equals(wanted)) {
      findings.invalidText(
          "metadata.name", name, "must be `spec.version+\".\"+spec.group`: \"" + wanted + "\"");
    }
    findings.requiredText("spec.version", spec.path("version"));
    findings.between(
        "spec.groupPriorityMinimum", spec.path("groupPriorityMinimum"), 1, MAX_GROUP_PRIORITY);
    findings.between("spec.versionPriority", spec.path("versionPriority"), 1, MAX_VERSION_PRIORITY);
    if (spec.has("service")) {
      findings.forbidden("spec.service", "only local API services are served here");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }
}
