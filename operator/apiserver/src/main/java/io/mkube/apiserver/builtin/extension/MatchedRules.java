package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.TreeSet;

/** Which requests a webhook or policy is for. */
final class MatchedRules {
  private static final List<String> OPERATIONS =
      List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");

  private MatchedRules() {}

  /** Fills selectors and the match policy of a webhook or of a policy's constraints. */
  static void applyDefaults(ObjectNode matching, String rules) {
    Trees.defaultText(matching, "matchPolicy", "Equivalent");
    Trees.child(matching, "namespaceSelector");
    Trees.child(matching, "objectSelector");
    for (ObjectNode rule : Trees.objects(matching, rules)) {
      Trees.defaultText(rule, "scope", "*");
    }
  }

  static void check(JsonNode rules, String path, Findings findings) {
    int i = 0;
    for (JsonNode rule : rules) {
      String at = path + "[" + i++ + "]";
      for (String list : List.of("operations", "apiGroups", "apiVersions", "resources")) {
        if (rule.path(list).isEmpty()) {
          findings.required(at + "." + list, "");
        } else if (rule.path(list).size() > 1 && containsAll(rule.path(list))) {
          findings.invalid(
              at + "." + list,
              rule.path(list),
              "if '*' is present, must not specify other " + words(list));
        }
      }
      int j = 0;
      for (JsonNode operation : rule.path("operations")) {
        findings.oneOf(at + ".operations[" + j++ + "]", operation, OPERATIONS);
      }
      findings.oneOf(at + ".scope", rule.path("scope"), List.of("*", "Cluster", "Namespaced"));
    }
  }

  private static boolean containsAll(JsonNode list) {
    TreeSet<String> values = new TreeSet<>();
    list.forEach(value -> values.add(value.asText()));
    return values.contains("*");
  }

  private static String words(String list) {
    return switch (list) {
      case "apiGroups" -> "API groups";
      case "apiVersions" -> "API versions";
      default -> list;
    };
  }
}
