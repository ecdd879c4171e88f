package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.types.Quantity;
import java.util.List;
import java.util.Optional;

/** Limit ranges. */
final class LimitRangeRules implements KindRules {
  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  /** What is not said follows from the next stricter amount. */
  @Override
  public void applyDefaults(ObjectNode object) {
    for (ObjectNode limit : Trees.objects(object.path("spec"), "limits")) {
      if (limit.path("type").asText().equals("Container")) {
        fill(limit, "max", "default");
        fill(limit, "default", "defaultRequest");
        fill(limit, "min", "defaultRequest");
      }
    }
  }

  private static void fill(ObjectNode limit, String from, String to) {
    for (var amount : limit.path(from).properties()) {
      ObjectNode target = Trees.child(limit, to);
      if (!target.has(amount.getKey())) {
        target.set(amount.getKey(), amount.getValue());
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    List<ObjectNode> limits = Trees.objects(object.path("spec"), "limits");
    findings.unique("spec.limits", limits, "type");
    for (int i = 0; i < limits.size(); i++) {
      String path = "spec.limits[" + i + "]";
      findings.requiredText(path + ".type", limits.get(i).path("type"));
      for (String higher : List.of("max", "default", "defaultRequest")) {
        checkOrder(limits.get(i), "min", higher, path, findings);
      }
      for (String lower : List.of("default", "defaultRequest")) {
        checkOrder(limits.get(i), lower, "max", path, findings);
      }
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkOrder(
      JsonNode limit, String lower, String higher, String path, Findings findings) {
    for (var amount : limit.path(lower).properties()) {
      Optional<Quantity> low = Quantity.parse(amount.getValue().asText());
      Optional<Quantity> high = Quantity.parse(limit.path(higher).path(amount.getKey()).asText());
      if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
        findings.invalid(
            path + "." + lower + "[" + amount.getKey() + "]",
            amount.getValue(),
            lower
                + " value "
                + low.get().canonical()
                + " is greater than "
                + higher
                + " value "
                + high.get().canonical());
      }
    }
  }
}
