package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Values in the form in which Go prints them, and so kube-apiserver in its messages. */
public final class GoText {
  private GoText() {}

  /** A list of strings. */
  public static String texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(quoted(text.asText())));
    return list.isMissingNode() || list.isNull()
        ? "[]string(nil)"
        : "[]string{" + String.join(", ", texts) + "}";
  }

  /** Labels. */
  public static String labels(JsonNode map) {
    if (!map.isObject() || map.isEmpty()) {
      return "map[string]string" + (map.isObject() ? "{}" : "(nil)");
    }
    TreeMap<String, String> sorted = new TreeMap<>();
    map.properties()
        .forEach(entry -> sorted.put(entry.getKey(), quoted(entry.getValue().asText())));
    List<String> entries = new ArrayList<>();
    sorted.forEach((key, value) -> entries.add(quoted(key) + ":" + value));
    return "map[string]string{" + String.join(", ", entries) + "}";
  }

  /** A label selector. */
  public static String selector(JsonNode selector) {
    List<String> expressions = new ArrayList<>();
    for (JsonNode expression : selector.path("matchExpressions")) {
      expressions.add(
          "v1.LabelSelectorRequirement{Key:"
              + quoted(expression.path("key").asText())
              + ", Operator:"
              + quoted(expression.path("operator").asText())
              + ", Values:"
              + texts(expression.path("values"))
              + "}");
    }
    return "v1.LabelSelector{MatchLabels:"
        + labels(selector.path("matchLabels"))
        + ", MatchExpressions:[]v1.LabelSelectorRequirement"
        + (expressions.isEmpty() ? "(nil)" : "{" + String.join(", ", expressions) + "}")
        + "}";
  }

  /** The role of a binding. */
  public static String roleReference(JsonNode reference) {
    return "rbac.RoleRef{APIGroup:"
        + quoted(reference.path("apiGroup").asText())
        + ", Kind:"
        + quoted(reference.path("kind").asText())
        + ", Name:"
        + quoted(reference.path("name").asText())
        + "}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
