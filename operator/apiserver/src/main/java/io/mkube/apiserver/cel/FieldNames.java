package io.mkube.apiserver.cel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names of fields in expressions, where not every JSON name is an identifier. */
final class FieldNames {
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private static final Map<String, String> ESCAPES =
      Map.of("__dot__", ".", "__dash__", "-", "__slash__", "/", "__underscores__", "__");

  private FieldNames() {}

  /** The identifier for a field; empty when no expression can name it. */
  static Optional<String> escape(String name) {
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      return Optional.empty();
    }
    if (RESERVED.contains(name)) {
      return Optional.of("__" + name + "__");
    }
    StringBuilder escaped = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '.' -> escaped.append("__dot__");
        case '-' -> escaped.append("__dash__");
        case '/' -> escaped.append("__slash__");
        case '_' -> {
          boolean pair = i + 1 < name.length() && name.charAt(i + 1) == '_';
          escaped.append(pair ? "__underscores__" : "_");
          i += pair ? 1 : 0;
        }
        default -> {
          if (!isLetterOrDigit(c)) {
            return Optional.empty();
          }
          escaped.append(c);
        }
      }
    }
    return Optional.of(escaped.toString());
  }

  /** The escaped form of a word of the language, which may name a field as it is too. */
  static Optional<String> escapedWord(String name) {
    return RESERVED.contains(name) ? Optional.of("__" + name + "__") : Optional.empty();
  }

  /** The field that an identifier stands for. */
  static String unescape(String identifier) {
    if (identifier.indexOf("__") < 0) {
      return identifier;
    }
    if (identifier.length() > 4 && identifier.startsWith("__") && identifier.endsWith("__")) {
      String word = identifier.substring(2, identifier.length() - 2);
      if (RESERVED.contains(word)) {
        return word;
      }
    }
    StringBuilder name = new StringBuilder(identifier.length());
    int i = 0;
    while (i < identifier.length()) {
      String found = escapeAt(identifier, i);
      if (found.isEmpty()) {
        name.append(identifier.charAt(i++));
      } else {
        name.append(ESCAPES.get(found));
        i += found.length();
      }
    }
    return name.toString();
  }

  private static String escapeAt(String identifier, int start) {
    for (String escape : ESCAPES.keySet()) {
      if (identifier.startsWith(escape, start)) {
        return escape;
      }
    }
    return "";
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
