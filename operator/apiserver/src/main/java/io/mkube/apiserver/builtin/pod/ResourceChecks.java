package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.ResourceNames;
import io.mkube.apiserver.types.Quantity;
import java.util.Optional;

/** Requests and limits of a container. */
final class ResourceChecks {
  private ResourceChecks() {}

  /** Checks a {@code resources} object at {@code path}. */
  static void check(JsonNode resources, String path, Findings findings) {
    checkList(resources.path("limits"), path + ".limits", findings);
    checkList(resources.path("requests"), path + ".requests", findings);
    for (var request : resources.path("requests").properties()) {
      String name = request.getKey();
      Optional<Quantity> wanted = quantity(request.getValue());
      Optional<Quantity> limit = quantity(resources.path("limits").path(name));
      if (wanted.isPresent() && limit.isPresent() && wanted.get().compareTo(limit.get()) > 0) {
        findings.invalid(
            path + ".requests",
            request.getValue(),
            "must be less than or equal to " + name + " limit of " + limit.get().canonical());
      }
    }
  }

  private static void checkList(JsonNode amounts, String path, Findings findings) {
    for (var amount : amounts.properties()) {
      String name = amount.getKey();
      String at = path + "[" + name + "]";
      if (!name.contains("/") && !ResourceNames.isOfContainers(name)) {
        if (!ResourceNames.isStandard(name)) {
          findings.invalidText(at, name, "must be a standard resource type or fully qualified");
        }
        findings.invalidText(at, name, "must be a standard resource for containers");
      }
      checkAmount(amount.getValue(), at, findings);
    }
  }

  /** Reports an amount that is below zero. */
  private static void checkAmount(JsonNode amount, String path, Findings findings) {
    if (quantity(amount).map(Quantity::signum).orElse(0) < 0) {
      findings.invalid(path, amount, "must be greater than or equal to 0");
    }
  }

  private static Optional<Quantity> quantity(JsonNode value) {
    return Quantity.parse(value.asText());
  }
}
