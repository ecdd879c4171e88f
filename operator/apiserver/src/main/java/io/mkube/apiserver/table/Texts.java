package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.selector.SelectorText;
import java.util.ArrayList;
import java.util.List;

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
    return orNone(SelectorText.of(selector));
  }

  /** Labels as {@code a=b,c=d}. */
  static String labelList(JsonNode labels) {
    return orNone(SelectorText.ofLabels(labels));
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
