package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.types.Quantity;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;

/** Names of what is counted, measured and limited. */
final class ResourceNames {
  /** What a container has. */
  private static final Set<String> CONTAINER = Set.of("cpu", "memory", "ephemeral-storage");

  /** What can only be counted. */
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "persistentvolumeclaims",
          "configmaps",
          "services.nodeports",
          "services.loadbalancers");

  private static final Set<String> MEASURED =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  private ResourceNames() {}

  /** Whether Kubernetes knows what a quota of that name counts. */
  static boolean isQuota(String name) {
    return COUNTED.contains(name)
        || MEASURED.contains(name)
        || name.startsWith("hugepages-")
        || name.startsWith("requests.hugepages-");
  }

  static void checkQuota(String name, String path, Findings findings) {
    check(name, path, findings);
    if (!name.contains("/") && !isQuota(name)) {
      findings.invalidText(path, name, "must be a standard resource for quota");
    }
  }

  /** Checks the name of a limit of containers, pods or something else. */
  static void checkLimit(String type, String name, String path, Findings findings) {
    check(name, path, findings);
    if (List.of("Pod", "Container").contains(type)
        && !name.contains("/")
        && !CONTAINER.contains(name)
        && !name.startsWith("hugepages-")) {
      findings.invalidText(path, name, "must be a standard resource for containers");
    }
  }

  private static void check(String name, String path, Findings findings) {
    List<String> faults = LabelRules.keyFaults(name);
    faults.forEach(fault -> findings.invalidText(path, name, fault));
    boolean standard = isQuota(name) || name.equals("storage");
    if (faults.isEmpty() && !name.contains("/") && !standard) {
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
    if (COUNTED.contains(name) && !whole) {
      findings.invalidAs(path, GoText.quantity(amount.asText()), "must be an integer");
    }
  }
}
