package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;

/** Snapshots of the templates of stateful sets and daemon sets. */
final class ControllerRevisionRules implements KindRules {
  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    findings.notNegative("revision", object.path("revision"));
    if (!object.has("data")) {
      findings.required("data", "data is mandatory");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    findings.notNegative("revision", object.path("revision"));
    findings.immutable("data", object.path("data"), old.path("data"));
    return findings.list();
  }
}
