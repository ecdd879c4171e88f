package io.mkube.apiserver.object;

import java.util.Optional;

/**
 * Says what is wrong with a text that is not JSON in the words of Go's {@code encoding/json}, which
 * clients of Kubernetes know. It runs only for bodies that a parser has refused.
 */
public final class JsonSyntax {
  private static final String VALUE = "looking for beginning of value";
  private static final int END = -1;

  /** As deep as Go goes; the walk recurses no deeper than this server reads. */
  private static final int MAX_DEPTH = Json.MAX_DEPTH;

  private final byte[] text;
  private int position;

  private JsonSyntax(byte[] text) {
    this.text = text;
  }

  /** The first fault, such as {@code invalid character '}' looking for beginning of value}. */
  public static Optional<String> fault(byte[] text) {
    JsonSyntax walk = new JsonSyntax(text);
    try {
      walk.value(0);
      int next = walk.next();
      return next == END
          ? Optional.empty()
          : Optional.of(walk.invalid(next, "after top-level value").getMessage());
    } catch (Fault e) {
      return Optional.of(e.getMessage());
    }
  }

  private void value(int depth) throws Fault {
    int first = next();
    switch (first) {
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(first);
      default -> throw invalid(first, VALUE);
    }
  }

  private static int deeper(int depth) throws Fault {
    if (depth >= MAX_DEPTH) {
      throw new Fault("exceeded max depth");
    }
    return depth + 1;
  }

  private void object(int depth) throws Fault {
    int token = next();
    if (token == '}') {
      return;
    }
    while (true) {
      if (token != '"') {
        throw invalid(token, "looking for beginning of object key string");
      }
      string();
      token = next();
      if (token != ':') {
        throw invalid(token, "after object key");
      }
      value(depth);
      token = next();
      if (token == '}') {
        return;
      }
      if (token != ',') {
        throw invalid(token, "after object key:value pair");
      }
      token = next();
    }
  }

  private void array(int depth) throws Fault {
    int token = next();
    if (token == ']') {
      return;
    }
    position--;
    while (true) {
      value(depth);
      token = next();
      if (token == ']') {
        return;
      }
      if (token != ',') {
        throw invalid(token, "after array element");
      }
    }
  }

  private void string() throws Fault {
    while (true) {
      int next = take();
      if (next == '"') {
        return;
      }
      if (next == '\\') {
        escape();
      } else if (next < ' ') {
        throw invalid(next, "in string literal");
      }
    }
  }

  private void escape() throws Fault {
    int kind = take();
    if (kind == 'u') {
      for (int i = 0; i < 4; i++) {
        int digit = take();
        if (Character.digit(digit, 16) < 0) {
          throw invalid(digit, "in \\u hexadecimal character escape");
        }
      }
    } else if (kind == END || "bfnrt\\/\"".indexOf(kind) < 0) {
      throw invalid(kind, "in string escape code");
    }
  }

  private void literal(String word) throws Fault {
    for (int i = 1; i < word.length(); i++) {
      int next = take();
      if (next != word.charAt(i)) {
        throw invalid(next, "in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
  }

  private void number(int first) throws Fault {
    int lead = first == '-' ? digit("in numeric literal") : first;
    if (lead != '0') {
      digits();
    }
    if (peek() == '.') {
      position++;
      digit("after decimal point in numeric literal");
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      position++;
      if (peek() == '+' || peek() == '-') {
        position++;
      }
      digit("in exponent of numeric literal");
      digits();
    }
  }

  private int digit(String where) throws Fault {
    int next = take();
    if (next < '0' || next > '9') {
      throw invalid(next, where);
    }
    return next;
  }

  private void digits() {
    while (peek() >= '0' && peek() <= '9') {
      position++;
    }
  }

  private int peek() {
    return position < text.length ? text[position] & 0xff : END;
  }

  private int take() {
    int next = peek();
    position++;
    return next;
  }

  /** The next byte that is not white space. */
  private int next() {
    while (true) {
      int next = take();
      if (next != ' ' && next != '\t' && next != '\r' && next != '\n') {
        return next;
      }
    }
  }

  private Fault invalid(int found, String where) {
    if (found == END) {
      return new Fault("unexpected end of JSON input");
    }
    String shown =
        switch (found) {
          case '\'' -> "\\'";
          case '\\' -> "\\\\";
          case '\n' -> "\\n";
          case '\t' -> "\\t";
          case '\r' -> "\\r";
          default -> found < ' ' ? "\\x%02x".formatted(found) : String.valueOf((char) found);
        };
    return new Fault("invalid character '" + shown + "' " + where);
  }

  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    Fault(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
