package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;

/** Priority classes. */
final class PriorityClassRules implements KindRules {
  private static final long HIGHEST_FOR_USERS = 1_000_000_000;

  /** The two classes of Kubernetes itself, with their values. */
  private static final Map<String, Long> SYSTEM =
      Map.of(
          "system-cluster-critical", 2_000_000_000L,
          "system-node-critical", 2_000_001_000L);

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    Trees.defaultText(object, "preemptionPolicy", "PreemptLowerPriority");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    String name = Trees.text(object, "metadata", "name");
    JsonNode value = object.path("value");
    if (name.startsWith("system-")) {
      if (SYSTEM.getOrDefault(name, Long.MIN_VALUE) != value.asLong()) {
        findings.forbidden(
            "metadata.name",
            "priority class names with 'system-' prefix are reserved for system use only");
      }
    } else if (value.asLong() > HIGHEST_FOR_USERS) {
      findings.forbidden(
          "value", "maximum allowed value of a user defined priority is " + HIGHEST_FOR_USERS);
    }
    findings.oneOf(
        "preemptionPolicy",
        object.path("preemptionPolicy"),
        List.of("Never", "PreemptLowerPriority"));
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    for (String field : List.of("value", "preemptionPolicy")) {
      if (!object.path(field).equals(old.path(field))) {
        findings.forbidden(field, "may not be changed in an update.");
      }
    }
    return findings.list();
  }
}
