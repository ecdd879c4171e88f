package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.pod.PodWarnings;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;

/** Pod templates that stand alone. */
final class PodTemplateRules implements KindRules {
  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    Templates.applyDefaults(object);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    Templates.check(object.path("template"), "template", RESTART_POLICIES, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return PodWarnings.ofTemplate(object.path("template"), "template");
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
