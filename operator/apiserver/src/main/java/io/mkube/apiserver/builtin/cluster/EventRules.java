package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Events of {@code events.k8s.io}. */
final class EventRules implements KindRules {
  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    EventChecks.checkNamespace(object, "regarding", findings);
    if (!object.has("eventTime")) {
      findings.required("eventTime", "");
    }
    EventChecks.checkReporter(object, Map.of(), findings);
    findings.requiredOneOf("type", object.path("type"), List.of("Normal", "Warning"));
    findings.requiredText("reason", object.path("reason"));
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    for (String field :
        List.of(
            "regarding",
            "reason",
            "action",
            "reportingController",
            "reportingInstance",
            "eventTime",
            "type",
            "related",
            "note")) {
      findings.immutable(field, object.path(field), old.path(field));
    }
    return findings.list();
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return CoreEventRules.selectors("regarding", "deprecatedSource", "reportingController");
  }
}
