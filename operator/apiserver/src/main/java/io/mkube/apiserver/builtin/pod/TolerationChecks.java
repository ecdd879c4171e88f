package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.schema.LabelRules;
import java.util.List;

/** Taints of nodes that a pod bears. */
public final class TolerationChecks {
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private TolerationChecks() {}

  /** Checks a list at {@code path}. */
  public static void check(JsonNode tolerations, String path, Findings findings) {
    for (int i = 0; i < tolerations.size(); i++) {
      checkOne(tolerations.get(i), path + "[" + i + "]", findings);
    }
  }

  private static void checkOne(JsonNode toleration, String at, Findings findings) {
    String operator = toleration.path("operator").asText();
    String key = toleration.path("key").asText();
    if (!key.isEmpty()) {
      LabelRules.checkKey(key, at + ".key", findings.sink());
    } else if (!operator.equals("Exists")) {
      findings.invalidText(
          at + ".operator",
          operator,
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    String effect = toleration.path("effect").asText();
    if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
      findings.invalidText(
          at + ".effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    checkValue(toleration, operator, at + ".operator", findings);
    findings.oneOf(at + ".effect", toleration.path("effect"), EFFECTS);
  }

  private static void checkValue(
      JsonNode toleration, String operator, String at, Findings findings) {
    String value = toleration.path("value").asText();
    switch (operator) {
      case "Equal", "" -> {
        List<String> faults = LabelRules.valueFaults(value);
        if (!faults.isEmpty()) {
          findings.invalidText(at, value, String.join(";", faults));
        }
      }
      case "Exists" -> {
        if (!value.isEmpty()) {
          findings.invalidAs(
              at, GoText.toleration(toleration), "value must be empty when `operator` is 'Exists'");
        }
      }
      default -> findings.notSupported(at, operator, List.of("Equal", "Exists"));
    }
  }
}
