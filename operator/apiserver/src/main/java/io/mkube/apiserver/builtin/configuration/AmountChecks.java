package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.ResourceNames;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.types.Quantity;
import java.math.RoundingMode;
import java.util.List;

/** Names and amounts in quotas and limit ranges. */
final class AmountChecks {
  private AmountChecks() {}

  static void checkQuota(String name, String path, Findings findings) {
    check(name, path, findings);
    if (!name.contains("/") && !ResourceNames.isOfQuotas(name)) {
      findings.invalidText(path, name, "must be a standard resource for quota");
    }
  }

  /** Checks the name of a limit of containers, pods or something else. */
  static void checkLimit(String type, String name, String path, Findings findings) {
    check(name, path, findings);
    if (List.of("Pod", "Container").contains(type)
        && !name.contains("/")
        && !ResourceNames.isOfContainers(name)) {
      findings.invalidText(path, name, "must be a standard resource for containers");
    }
  }

  private static void check(String name, String path, Findings findings) {
    List<String> faults = LabelRules.keyFaults(name);
    faults.forEach(fault -> findings.invalidText(path, name, fault));
    if (faults.isEmpty() && !name.contains("/") && !ResourceNames.isStandard(name)) {
      findings.invalidText(path, name, "must be a standard resource type or fully qualified");
    }
  }

  /** Checks an amount: not negative, and whole where things are counted. */
  static void checkAmount(String name, JsonNode amount, String path, Findings findings) {
    Quantity quantity = Quantity.parse(amount.asText()).orElse(null);
    if (quantity == null) {
      return;
    }
    if (quantity.signum() < 0) {
      findings.invalidText(path, quantity.canonical(), "must be greater than or equal to 0");
    }
    boolean whole =
        quantity.amount().setScale(0, RoundingMode.DOWN).compareTo(quantity.amount()) == 0;
    if (ResourceNames.isCounted(name) && !whole) {
      findings.invalidAs(path, GoText.quantity(amount.asText()), "must be an integer");
    }
  }
}
