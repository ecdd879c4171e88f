package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.List;

/** The syntax of label keys and values, and of selectors made of them. */
public final class LabelRules {
  private static final int MAX_PART = 63;
  private static final String NAME_FAULT =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
          + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String VALUE_FAULT =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

  private LabelRules() {}

  /** Checks a map of labels; findings stand at {@code path}. */
  public static void checkLabels(JsonNode labels, String path, List<FieldError> errors) {
    for (var label : labels.properties()) {
      checkKey(label.getKey(), path, errors);
      checkValue(label.getValue().asText(), path, errors);
    }
  }

  /** Checks a qualified name: {@code [prefix/]name}. */
  public static void checkKey(String key, String path, List<FieldError> errors) {
    for (String fault : keyFaults(key)) {
      errors.add(FieldError.invalid(path, "\"" + key + "\"", fault));
    }
  }

  /** Checks the value of a label. */
  public static void checkValue(String value, String path, List<FieldError> errors) {
    for (String fault : valueFaults(value)) {
      errors.add(FieldError.invalid(path, "\"" + value + "\"", fault));
    }
  }

  /** What is wrong with the value of a label. */
  public static List<String> valueFaults(String value) {
    if (value.isEmpty()) {
      return List.of();
    }
    List<String> faults = new ArrayList<>();
    if (value.length() > MAX_PART) {
      faults.add("must be no more than " + MAX_PART + " characters");
    }
    if (!NameSyntax.isQualifiedName(value)) {
      faults.add(VALUE_FAULT);
    }
    return faults;
  }

  /** Checks a label selector object: {@code matchLabels} and {@code matchExpressions}. */
  public static void checkSelector(JsonNode selector, String path, List<FieldError> errors) {
    checkLabels(selector.path("matchLabels"), path + ".matchLabels", errors);
    JsonNode expressions = selector.path("matchExpressions");
    for (int i = 0; i < expressions.size(); i++) {
      String at = path + ".matchExpressions[" + i + "]";
      JsonNode expression = expressions.get(i);
      JsonNode values = expression.path("values");
      switch (expression.path("operator").asText()) {
        case "In", "NotIn" -> {
          if (values.isEmpty()) {
            errors.add(
                FieldError.required(
                    at + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
          }
        }
        case "Exists", "DoesNotExist" -> {
          if (!values.isEmpty()) {
            errors.add(
                FieldError.forbidden(
                    at + ".values",
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
          }
        }
        default ->
            errors.add(
                FieldError.invalid(
                    at + ".operator",
                    "\"" + expression.path("operator").asText() + "\"",
                    "not a valid selector operator"));
      }
      checkKey(expression.path("key").asText(), at + ".key", errors);
      for (int v = 0; v < values.size(); v++) {
        checkValue(values.get(v).asText(), at + ".values[" + v + "]", errors);
      }
    }
  }

  /** What is wrong with a qualified name: {@code [prefix/]name}. */
  public static List<String> keyFaults(String key) {
    if (key.length() <= MAX_PART && NameSyntax.isQualifiedName(key)) {
      return List.of();
    }
    List<String> faults = new ArrayList<>();
    String[] parts = key.split("/", -1);
    if (parts.length > 2) {
      faults.add(
          "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must"
              + " start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
              + " '123-abc', regex used for validation is"
              + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix"
              + " and '/' (e.g. 'example.com/MyName')");
      return faults;
    }
    String name = parts[parts.length - 1];
    if (parts.length == 2) {
      if (parts[0].isEmpty()) {
        faults.add("prefix part must be non-empty");
      } else {
        NameRule.DNS_SUBDOMAIN.check(parts[0]).forEach(fault -> faults.add("prefix part " + fault));
      }
    }
    if (name.isEmpty()) {
      faults.add("name part must be non-empty");
    } else if (name.length() > MAX_PART) {
      faults.add("name part must be no more than " + MAX_PART + " characters");
    }
    if (!NameSyntax.isQualifiedName(name)) {
      faults.add(NAME_FAULT);
    }
    return faults;
  }
}
