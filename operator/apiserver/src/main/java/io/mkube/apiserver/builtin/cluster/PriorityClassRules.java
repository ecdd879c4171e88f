package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Priority classes. */
final class PriorityClassRules implements KindRules {
  private static final long HIGHEST_FOR_USERS = 1_000_000_000;

  /** The two classes of Kubernetes itself, with their values. */
  private static final Map<String, Long> SYSTEM =
      Map.of(
          "system-cluster-critical", 2_000_000_000L,
          "system-node-critical", 2_000_001_000L);

  /** The first generation stays the only one, as in Kubernetes. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    Trees.child(object, "metadata").put("generation", 1);
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    Trees.defaultNumber(object, "value", 0);
    Trees.defaultText(object, "preemptionPolicy", "PreemptLowerPriority");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    String name = Trees.text(object, "metadata", "name");
    JsonNode value = object.path("value");
    if (name.startsWith("system-")) {
      systemFault(name, object)
          .ifPresent(
              fault ->
                  findings.forbidden(
                      "metadata.name",
                      "priority class names with 'system-' prefix are reserved for system use"
                          + " only. error: "
                          + fault));
    } else if (value.asLong() > HIGHEST_FOR_USERS) {
      findings.forbidden(
          "value", "maximum allowed value of a user defined priority is " + HIGHEST_FOR_USERS);
    }
    findings.oneOf(
        "preemptionPolicy",
        object.path("preemptionPolicy"),
        List.of("PreemptLowerPriority", "Never"));
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    if (!object.path("value").equals(old.path("value"))) {
      findings.forbidden("value", "may not be changed in an update.");
    }
    findings.immutable(
        "preemptionPolicy", object.path("preemptionPolicy"), old.path("preemptionPolicy"));
    return findings.list();
  }

  private static Optional<String> systemFault(String name, ObjectNode object) {
    Long value = SYSTEM.get(name);
    if (value == null) {
      return Optional.of(name + " is not a known system priority class");
    }
    if (value != object.path("value").asLong()) {
      return Optional.of("value of " + name + " PriorityClass must be " + value);
    }
    return object.path("globalDefault").asBoolean()
        ? Optional.of("globalDefault of " + name + " PriorityClass must be false")
        : Optional.empty();
  }
}
