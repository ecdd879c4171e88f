package io.mkube.apiserver.selector;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.selector.LabelSelector.Operator;
import io.mkube.apiserver.selector.LabelSelector.Requirement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the query form of label selectors. Its tokens and the texts of its refusals are those of
 * Kubernetes' {@code labels.Parse}.
 */
final class LabelSelectorParser {
  private static final String SYMBOLS = "()=!<>,";
  private static final Set<String> KNOWN_SYMBOLS =
      Set.of("(", ")", ",", "!", "=", "==", "!=", ">", "<");
  private static final String END = "";

  private final String text;
  private int at;

  /** The word or symbol that comes next, {@code ""} at the end. */
  private String token = "";

  LabelSelectorParser(String text) {
    this.text = text;
    advance();
  }

  List<Requirement> parse() {
    List<Requirement> requirements = new ArrayList<>();
    if (token.equals(END)) {
      return requirements;
    }
    if (!isWord() && !token.equals("!")) {
      throw refused("found '" + token + "', expected: !, identifier, or 'end of string'");
    }
    while (true) {
      requirements.add(requirement());
      String next = take();
      if (next.equals(END)) {
        return requirements;
      }
      if (!next.equals(",")) {
        throw refused("found '" + next + "', expected: ',' or 'end of string'");
      }
      if (!isWord() && !token.equals("!")) {
        throw refused("found '" + token + "', expected: identifier after ','");
      }
    }
  }

  private Requirement requirement() {
    boolean absent = token.equals("!");
    if (absent) {
      advance();
    }
    if (!isWord()) {
      throw unparsable("found '" + token + "', expected: identifier");
    }
    String key = take();
    List<String> faults = LabelRules.keyFaults(key);
    if (!faults.isEmpty()) {
      throw unparsable("<nil>: Invalid value: \"" + key + "\": " + String.join("; ", faults));
    }
    if (absent) {
      return new Requirement(key, Operator.ABSENT, Set.of());
    }
    if (token.equals(END) || token.equals(",")) {
      return new Requirement(key, Operator.EXISTS, Set.of());
    }
    return comparison(key, take());
  }

  private Requirement comparison(String key, String operator) {
    Requirement requirement =
        switch (operator) {
          case "in" -> new Requirement(key, Operator.IN, set());
          case "notin" -> new Requirement(key, Operator.NOT_IN, set());
          case "=", "==" -> new Requirement(key, Operator.IN, single());
          case "!=" -> new Requirement(key, Operator.NOT_IN, single());
          case ">" -> new Requirement(key, Operator.GREATER, single());
          case "<" -> new Requirement(key, Operator.LESS, single());
          default ->
              throw unparsable("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
        };
    check(requirement);
    return requirement;
  }

  /** A value; none is the empty one. */
  private Set<String> single() {
    if (token.equals(END) || token.equals(",")) {
      return Set.of("");
    }
    if (!isWord()) {
      throw unparsable("found '" + token + "', expected: identifier");
    }
    return Set.of(take());
  }

  /** Values in parentheses; two commas have the empty one between them. */
  private Set<String> set() {
    String open = take();
    if (!open.equals("(")) {
      throw unparsable("found '" + open + "' expected: '('");
    }
    Set<String> values = new TreeSet<>();
    if (token.equals(")")) {
      advance();
      return values;
    }
    if (!isWord() && !token.equals(",")) {
      throw unparsable("found '" + token + "', expected: ',', ')' or identifier");
    }
    boolean wanted = true;
    while (!token.equals(")")) {
      if (isWord() && wanted) {
        values.add(take());
        wanted = false;
      } else if (token.equals(",")) {
        if (wanted) {
          values.add("");
        }
        advance();
        wanted = true;
      } else {
        throw unparsable("found '" + token + "', expected: ',', or ')'");
      }
    }
    if (wanted) {
      values.add("");
    }
    advance();
    return values;
  }

  private static void check(Requirement requirement) {
    List<String> faults = new ArrayList<>();
    boolean ordered =
        requirement.operator() == Operator.GREATER || requirement.operator() == Operator.LESS;
    if (requirement.values().isEmpty()) {
      faults.add(
          "values: Invalid value: []string{}: for 'in', 'notin' operators, values set can't be"
              + " empty");
    }
    int index = 0;
    for (String value : new TreeSet<>(requirement.values())) {
      if (ordered && !isInteger(value)) {
        faults.add(
            "values[%d]: Invalid value: \"%s\": for 'Gt', 'Lt' operators, the value must be an"
                    .formatted(index, value)
                + " integer");
      }
      List<String> problems = LabelRules.valueFaults(value);
      if (!problems.isEmpty()) {
        faults.add(
            "values[%d][%s]: Invalid value: \"%s\": %s"
                .formatted(index, requirement.key(), value, String.join("; ", problems)));
      }
      index++;
    }
    if (!faults.isEmpty()) {
      throw unparsable(
          faults.size() == 1 ? faults.getFirst() : "[" + String.join(", ", faults) + "]");
    }
  }

  private static boolean isInteger(String value) {
    return value.matches("[+-]?[0-9]{1,20}") && new BigInteger(value).bitLength() < Long.SIZE;
  }

  private boolean isWord() {
    return !token.isEmpty() && SYMBOLS.indexOf(token.charAt(0)) < 0;
  }

  private String take() {
    String taken = token;
    advance();
    return taken;
  }

  /** Symbols are read as long as they are known, so {@code ===} is {@code ==} and {@code =}. */
  private void advance() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    int start = at;
    if (at < text.length() && SYMBOLS.indexOf(text.charAt(at)) >= 0) {
      do {
        at++;
      } while (at < text.length() && KNOWN_SYMBOLS.contains(text.substring(start, at + 1)));
    } else {
      while (at < text.length()
          && !isSpace(text.charAt(at))
          && SYMBOLS.indexOf(text.charAt(at)) < 0) {
        at++;
      }
    }
    token = text.substring(start, at);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static ApiException unparsable(String detail) {
    return refused("unable to parse requirement: " + detail);
  }

  private static ApiException refused(String detail) {
    return ApiException.badRequest(detail);
  }
}
