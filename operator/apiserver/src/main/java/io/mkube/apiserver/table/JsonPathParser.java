package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of a path. */
final class JsonPathParser {
  private static final int MAX_LENGTH = 4096;
  private static final String NAME_ENDS = ".[]()=!<>, '\"";

  private final String text;
  private int position;

  JsonPathParser(String text) {
    this.text = text;
  }

  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }

  List<JsonPathStep> parse() throws SyntaxException {
    if (text.length() > MAX_LENGTH || text.isEmpty()) {
      throw new SyntaxException("a path has 1 to " + MAX_LENGTH + " characters");
    }
    if (peek() == '$') {
      position++;
    }
    List<JsonPathStep> steps = steps();
    if (position < text.length()) {
      throw new SyntaxException("unexpected character at " + position);
    }
    return steps;
  }

  private List<JsonPathStep> steps() throws SyntaxException {
    List<JsonPathStep> steps = new ArrayList<>();
    while (peek() == '.' || peek() == '[') {
      if (text.startsWith("..", position)) {
        position += 2;
        steps.add(new JsonPathStep.Descent());
        if (peek() != '[') {
          steps.add(name());
        }
      } else if (peek() == '.') {
        position++;
        // A lone dot is the value itself, and .[0] an index of it.
        if (position < text.length() && peek() != '[') {
          steps.add(name());
        }
      } else {
        steps.add(bracket());
      }
    }
    return steps;
  }

  private JsonPathStep name() throws SyntaxException {
    if (peek() == '*') {
      position++;
      return new JsonPathStep.Wildcard();
    }
    StringBuilder name = new StringBuilder();
    while (position < text.length() && NAME_ENDS.indexOf(peek()) < 0) {
      char c = text.charAt(position++);
      // A backslash takes a dot into a name: .metadata.labels.app\.kubernetes\.io/name
      if (c == '\\' && position < text.length()) {
        c = text.charAt(position++);
      }
      name.append(c);
    }
    if (name.isEmpty()) {
      throw new SyntaxException("a field name is missing at " + position);
    }
    return new JsonPathStep.Field(name.toString());
  }

  private JsonPathStep bracket() throws SyntaxException {
    position++;
    if (text.startsWith("?(", position)) {
      position += 2;
      return filter();
    }
    List<JsonPathStep> parts = new ArrayList<>();
    do {
      spaces();
      parts.add(bracketPart());
      spaces();
    } while (take(','));
    expect(']');
    return parts.size() == 1 ? parts.getFirst() : new JsonPathStep.Union(List.copyOf(parts));
  }

  private JsonPathStep bracketPart() throws SyntaxException {
    if (peek() == '\'' || peek() == '"') {
      return new JsonPathStep.Field(quoted());
    }
    if (take('*')) {
      return new JsonPathStep.Wildcard();
    }
    Integer from = number();
    if (!take(':')) {
      if (from == null) {
        throw new SyntaxException("an index is missing at " + position);
      }
      return new JsonPathStep.Slice(from, from == -1 ? null : from + 1, 1);
    }
    Integer to = number();
    Integer step = take(':') ? number() : null;
    if (step != null && step <= 0) {
      throw new SyntaxException("the step of a slice must be positive");
    }
    return new JsonPathStep.Slice(from, to, step == null ? 1 : step);
  }

  private JsonPathStep filter() throws SyntaxException {
    JsonPathStep.Operand left = operand();
    spaces();
    String operator = operator();
    JsonPathStep.Operand right = left;
    if (!operator.isEmpty()) {
      right = operand();
    }
    spaces();
    expect(')');
    expect(']');
    return new JsonPathStep.Filter(left, operator, right);
  }

  private String operator() {
    for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (text.startsWith(operator, position)) {
        position += operator.length();
        return operator;
      }
    }
    return "";
  }

  private JsonPathStep.Operand operand() throws SyntaxException {
    spaces();
    if (take('@')) {
      return new JsonPathStep.Operand(steps(), null);
    }
    return new JsonPathStep.Operand(List.of(), literal());
  }

  private JsonNode literal() throws SyntaxException {
    if (peek() == '\'' || peek() == '"') {
      return JsonNodeFactory.instance.textNode(quoted());
    }
    int start = position;
    while (position < text.length() && ") ".indexOf(peek()) < 0) {
      position++;
    }
    String word = text.substring(start, position);
    if (word.equals("true") || word.equals("false")) {
      return JsonNodeFactory.instance.booleanNode(word.equals("true"));
    }
    try {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(word));
    } catch (NumberFormatException e) {
      throw new SyntaxException("neither a number nor a quoted text: " + word);
    }
  }

  private String quoted() throws SyntaxException {
    char quote = text.charAt(position++);
    StringBuilder value = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == quote) {
        return value.toString();
      }
      if (c == '\\' && position < text.length()) {
        c = text.charAt(position++);
      }
      value.append(c);
    }
    throw new SyntaxException("a quoted text has no end");
  }

  private @Nullable Integer number() throws SyntaxException {
    int start = position;
    if (peek() == '-') {
      position++;
    }
    while (Character.isDigit(peek())) {
      position++;
    }
    String digits = text.substring(start, position);
    if (digits.isEmpty()) {
      return null;
    }
    if (digits.equals("-") || digits.length() > 9) {
      throw new SyntaxException("not an index: " + digits);
    }
    return Integer.valueOf(digits);
  }

  private void spaces() {
    while (peek() == ' ') {
      position++;
    }
  }

  private boolean take(char c) {
    if (peek() == c) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws SyntaxException {
    if (!take(c)) {
      throw new SyntaxException("expected " + c + " at " + position);
    }
  }

  /** The next character, NUL at the end. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : '\0';
  }
}
