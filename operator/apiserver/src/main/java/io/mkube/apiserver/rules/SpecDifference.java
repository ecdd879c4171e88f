package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What changed between two parts of an object, for people: as kube-apiserver shows it, with the
 * names of Go and without what is equal.
 */
public final class SpecDifference {
  private final StringBuilder text = new StringBuilder();

  private SpecDifference() {}

  /** Lines with {@code -} before what was, and {@code +} before what would be. */
  public static String of(String type, JsonNode before, JsonNode after) {
    SpecDifference difference = new SpecDifference();
    difference.line(' ', 0, type + "{");
    difference.object(before, after, 1);
    difference.line(' ', 0, "}");
    return difference.text.toString();
  }

  private void object(JsonNode before, JsonNode after, int depth) {
    Set<String> names = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    int equal = 0;
    for (String name : names) {
      if (before.path(name).equals(after.path(name))) {
        equal++;
      } else {
        equal = elide(equal, "fields", depth);
        value(goName(name) + ": ", before.path(name), after.path(name), depth);
      }
    }
    elide(equal, "fields", depth);
  }

  private void array(JsonNode before, JsonNode after, int depth) {
    int equal = 0;
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      if (before.path(i).equals(after.path(i))) {
        equal++;
      } else {
        equal = elide(equal, "elements", depth);
        value("", before.path(i), after.path(i), depth);
      }
    }
    elide(equal, "elements", depth);
  }

  private void value(String label, JsonNode before, JsonNode after, int depth) {
    boolean objects = before.isObject() && after.isObject();
    if (objects || (before.isArray() && after.isArray())) {
      line(' ', depth, label + "{");
      if (objects) {
        object(before, after, depth + 1);
      } else {
        array(before, after, depth + 1);
      }
      line(' ', depth, "},");
      return;
    }
    if (!before.isMissingNode() || !label.isEmpty()) {
      line('-', depth, label + go(before, after) + ",");
    }
    if (!after.isMissingNode() || !label.isEmpty()) {
      line('+', depth, label + go(after, before) + ",");
    }
  }

  private int elide(int equal, String what, int depth) {
    if (equal > 0) {
      line(' ', depth, "... // " + equal + " identical " + what);
    }
    return 0;
  }

  private void line(char mark, int depth, String content) {
    text.append(mark).append(' ').append("\t".repeat(depth)).append(content).append('\n');
  }

  /** Texts are never nil in Go. */
  private static String go(JsonNode value, JsonNode other) {
    return value.isMissingNode() && other.isTextual() ? "\"\"" : go(value);
  }

  private static String go(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "nil";
    }
    if (!value.isContainerNode()) {
      return value.toString();
    }
    StringBuilder go = new StringBuilder("{");
    Iterator<String> names = value.fieldNames();
    for (JsonNode part : value) {
      go.append(go.length() == 1 ? "" : ", ");
      if (value.isObject()) {
        go.append(goName(names.next())).append(": ");
      }
      go.append(go(part));
    }
    return go.append('}').toString();
  }

  private static String goName(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
