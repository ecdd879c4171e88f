package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.schema.LabelRules;
import java.util.List;

/** Pod disruption budgets. */
final class DisruptionBudgetRules implements StatusKindRules {
  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object
        .putObject("status")
        .put("disruptionsAllowed", 0)
        .put("currentHealthy", 0)
        .put("desiredHealthy", 0)
        .put("expectedPods", 0);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    JsonNode available = spec.path("minAvailable");
    JsonNode unavailable = spec.path("maxUnavailable");
    if (!available.isMissingNode() && !unavailable.isMissingNode()) {
      findings.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
    }
    Amounts.checkPart(available, "spec.minAvailable", findings);
    Amounts.checkPart(unavailable, "spec.maxUnavailable", findings);
    LabelRules.checkSelector(spec.path("selector"), "spec.selector", findings.sink());
    findings.oneOf(
        "spec.unhealthyPodEvictionPolicy",
        spec.path("unhealthyPodEvictionPolicy"),
        List.of("AlwaysAllow", "IfHealthyBudget"));
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }
}
