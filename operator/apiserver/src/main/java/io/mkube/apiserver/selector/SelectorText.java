package io.mkube.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Selectors that objects hold, as client-go's {@code labels.Selector} prints them: in order. */
public final class SelectorText {
  private SelectorText() {}

  /** A {@code LabelSelector}; {@code ""} if it selects everything. */
  public static String of(JsonNode selector) {
    List<Term> terms = labels(selector.path("matchLabels"));
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = expression.path("key").asText();
      List<String> values = new ArrayList<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      values.sort(null);
      String list = "(" + String.join(",", values) + ")";
      String text =
          switch (expression.path("operator").asText()) {
            case "In" -> key + " in " + list;
            case "NotIn" -> key + " notin " + list;
            case "Exists" -> key;
            default -> "!" + key;
          };
      terms.add(new Term(key, text));
    }
    return joined(terms);
  }

  /** Labels that are all wanted, as the selectors of the core group are. */
  public static String ofLabels(JsonNode labels) {
    return joined(labels(labels));
  }

  private static List<Term> labels(JsonNode labels) {
    List<Term> terms = new ArrayList<>();
    for (var label : labels.properties()) {
      terms.add(new Term(label.getKey(), label.getKey() + "=" + label.getValue().asText()));
    }
    return terms;
  }

  private static String joined(List<Term> terms) {
    terms.sort(Comparator.comparing(Term::key));
    return String.join(",", terms.stream().map(Term::text).toList());
  }

  private record Term(String key, String text) {}
}
