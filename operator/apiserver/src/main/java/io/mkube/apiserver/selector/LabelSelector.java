package io.mkube.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A parsed label selector: all requirements must hold.
 *
 * @param requirements requirements, empty matches everything
 */
public record LabelSelector(List<Requirement> requirements) {
  /** Matches everything. */
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Parses the query form: {@code a=b,c in (x,y),!d}.
   *
   * @throws ApiException with 400 if it is malformed
   */
  public static LabelSelector parse(String text) {
    return text.isBlank() ? EVERYTHING : new LabelSelector(new Parser(text).parse());
  }

  /** Reads the form that objects carry: {@code matchLabels} and {@code matchExpressions}. */
  public static LabelSelector of(JsonNode selector) {
    List<Requirement> requirements = new ArrayList<>();
    for (var label : selector.path("matchLabels").properties()) {
      requirements.add(
          new Requirement(label.getKey(), Operator.IN, Set.of(label.getValue().asText())));
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      Set<String> values = new HashSet<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      Operator operator =
          switch (expression.path("operator").asText()) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.ABSENT;
            default -> throw ApiException.badRequest("not a label selector: " + expression);
          };
      requirements.add(new Requirement(expression.path("key").asText(), operator, values));
    }
    return new LabelSelector(requirements);
  }

  public boolean isEmpty() {
    return requirements.isEmpty();
  }

  /** Whether an object with these labels is selected. */
  public boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** How a label is compared. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    ABSENT,
    GREATER,
    LESS
  }

  /**
   * One requirement.
   *
   * @param key label
   * @param operator comparison
   * @param values values to compare with
   */
  public record Requirement(String key, Operator operator, Set<String> values) {
    public Requirement {
      values = Set.copyOf(values);
    }

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case ABSENT -> value == null;
        case GREATER -> value != null && compare(value) > 0;
        case LESS -> value != null && compare(value) < 0;
      };
    }

    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Requirement> parse() {
      List<Requirement> result = new ArrayList<>();
      do {
        result.add(requirement());
        skipSpace();
      } while (take(','));
      if (at < text.length()) {
        throw unexpected("',' or end of the selector");
      }
      return result;
    }

    private Requirement requirement() {
      skipSpace();
      if (take('!')) {
        skipSpace();
        return new Requirement(key(), Operator.ABSENT, Set.of());
      }
      String key = key();
      skipSpace();
      if (at == text.length() || text.charAt(at) == ',') {
        return new Requirement(key, Operator.EXISTS, Set.of());
      }
      if (take('!')) {
        expect('=');
        return new Requirement(key, Operator.NOT_IN, Set.of(value()));
      }
      if (take('=')) {
        take('=');
        return new Requirement(key, Operator.IN, Set.of(value()));
      }
      if (take('>')) {
        return new Requirement(key, Operator.GREATER, Set.of(number()));
      }
      if (take('<')) {
        return new Requirement(key, Operator.LESS, Set.of(number()));
      }
      return set(key);
    }

    private Requirement set(String key) {
      String word = word();
      Operator operator =
          switch (word) {
            case "in" -> Operator.IN;
            case "notin" -> Operator.NOT_IN;
            default -> throw error("found '" + word + "', expected: in, notin, =, ==, !=, gt, lt");
          };
      skipSpace();
      expect('(');
      Set<String> values = new TreeSet<>();
      do {
        values.add(value());
        skipSpace();
      } while (take(','));
      expect(')');
      return new Requirement(key, operator, values);
    }

    private String key() {
      String key = word();
      int slash = key.indexOf('/');
      String name = slash < 0 ? key : key.substring(slash + 1);
      boolean prefixed =
          slash < 0 || (slash <= 253 && PREFIX.matcher(key.substring(0, slash)).matches());
      if (!prefixed || name.length() > 63 || !NAME.matcher(name).matches()) {
        throw error(
            key.isEmpty()
                ? "found '" + rest() + "', expected: identifier"
                : "key: Invalid value: \"" + key + "\": not a valid label key");
      }
      return key;
    }

    private String value() {
      skipSpace();
      String value = word();
      if (!value.isEmpty() && (value.length() > 63 || !NAME.matcher(value).matches())) {
        throw error("values: Invalid value: \"" + value + "\": not a valid label value");
      }
      return value;
    }

    private String number() {
      String value = value();
      if (!value.matches("\\d+")) {
        throw error("for 'Gt', 'Lt' operators, the value must be an integer");
      }
      return value;
    }

    private String word() {
      int start = at;
      while (at < text.length() && " \t,()=!<>".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private boolean take(char expected) {
      if (at < text.length() && text.charAt(at) == expected) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char expected) {
      skipSpace();
      if (!take(expected)) {
        throw expected == '('
            ? error("found '" + rest() + "' expected: '('")
            : unexpected("'" + expected + "'");
      }
    }

    private ApiException unexpected(String expected) {
      return error("found '" + rest() + "', expected: " + expected);
    }

    private String rest() {
      return at < text.length() ? text.substring(at) : "";
    }

    private ApiException error(String detail) {
      return ApiException.badRequest("unable to parse requirement: " + detail);
    }
  }
}
