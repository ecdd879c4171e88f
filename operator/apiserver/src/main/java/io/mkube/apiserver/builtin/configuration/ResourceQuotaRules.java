package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.pod.ResourceChecks;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Resource quotas. */
final class ResourceQuotaRules implements StatusKindRules {
  private static final Set<String> SCOPES =
      new LinkedHashSet<>(
          List.of(
              "BestEffort",
              "CrossNamespacePodAffinity",
              "NotBestEffort",
              "NotTerminating",
              "PriorityClass",
              "Terminating",
              "VolumeAttributesClass"));

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    for (var amount : object.path("spec").path("hard").properties()) {
      ResourceChecks.checkAmount(amount.getValue(), "spec.hard[" + amount.getKey() + "]", findings);
    }
    object
        .path("spec")
        .path("scopes")
        .forEach(scope -> findings.oneOf("spec.scopes", scope, SCOPES));
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    validateCreate(object).forEach(findings.sink()::add);
    findings.immutable(
        "spec.scopes", object.path("spec").path("scopes"), old.path("spec").path("scopes"));
    return findings.list();
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
