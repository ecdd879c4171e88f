package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Parts of objects as short texts. */
final class Texts {
  static final String NONE = "<none>";
  static final String UNSET = "<unset>";

  private Texts() {}

  static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  /** The texts under {@code field} of each element, joined by commas. */
  static String join(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.path(field).asText()));
    return String.join(",", texts);
  }

  /** A label selector object in selector syntax. */
  static String selector(JsonNode selector) {
    List<Term> terms = new ArrayList<>();
    for (var label : selector.path("matchLabels").properties()) {
      terms.add(new Term(label.getKey(), label.getKey() + "=" + label.getValue().asText()));
    }
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
    terms.sort(Comparator.comparing(Term::key));
    return orNone(String.join(",", terms.stream().map(Term::text).toList()));
  }

  private record Term(String key, String text) {}

  /** Labels as {@code a=b,c=d}. */
  static String labelList(JsonNode labels) {
    return orNone(String.join(",", labels(labels)));
  }

  private static List<String> labels(JsonNode labels) {
    TreeMap<String, String> sorted = new TreeMap<>();
    for (var label : labels.properties()) {
      sorted.put(label.getKey(), label.getValue().asText());
    }
    return sorted.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /** Access modes in their short forms. */
  static String accessModes(JsonNode modes) {
    List<String> texts = new ArrayList<>();
    for (String[] form :
        new String[][] {
          {"ReadWriteOnce", "RWO"},
          {"ReadOnlyMany", "ROX"},
          {"ReadWriteMany", "RWX"},
          {"ReadWriteOncePod", "RWOP"}
        }) {
      for (JsonNode mode : modes) {
        if (mode.asText().equals(form[0]) && !texts.contains(form[1])) {
          texts.add(form[1]);
        }
      }
    }
    return String.join(",", texts);
  }

  /** At most {@code limit} texts, and how many more there are. */
  static String some(List<String> texts, int limit) {
    if (texts.size() <= limit) {
      return orNone(String.join(",", texts));
    }
    return String.join(",", texts.subList(0, limit)) + " + " + (texts.size() - limit) + " more...";
  }
}
