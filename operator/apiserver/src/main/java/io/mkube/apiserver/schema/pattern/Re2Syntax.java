package io.mkube.apiserver.schema.pattern;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rewrites regular expressions of RE2 for {@code java.util.regex}. */
final class Re2Syntax {
  /** What Java knows and RE2 refuses: look-around, atomic groups, possessive quantifiers. */
  private static final Pattern JAVA_GROUP = Pattern.compile("\\(\\?(?:[=!>]|<[=!])");

  private static final Pattern POSSESSIVE = Pattern.compile("(?<!\\\\)[*+?}]\\+");

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "\\p{Alnum}"),
          Map.entry("alpha", "\\p{Alpha}"),
          Map.entry("ascii", "\\p{ASCII}"),
          Map.entry("blank", "\\p{Blank}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("digit", "\\p{Digit}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("lower", "\\p{Lower}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("space", "\\p{Space}"),
          Map.entry("upper", "\\p{Upper}"),
          Map.entry("word", "\\w"),
          Map.entry("xdigit", "\\p{XDigit}"));

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int position;
  private boolean multiline;

  private Re2Syntax(String source) {
    this.source = source;
  }

  /** The Java form; empty when RE2 would refuse the expression. */
  static Optional<String> toJava(String source) {
    if (JAVA_GROUP.matcher(source).find() || POSSESSIVE.matcher(source).find()) {
      return Optional.empty();
    }
    Re2Syntax syntax = new Re2Syntax(source);
    return syntax.translate() ? Optional.of(syntax.out.toString()) : Optional.empty();
  }

  private boolean translate() {
    while (position < source.length()) {
      char c = source.charAt(position++);
      switch (c) {
        case '\\' -> {
          if (!escape()) {
            return false;
          }
        }
        case '[' -> characterClass();
        case '(' -> group();
        // RE2's $ is the end of the text, Java's also the place before a last line end.
        case '$' -> out.append(multiline ? "$" : "\\z");
        default -> out.append(c);
      }
    }
    return true;
  }

  private boolean escape() {
    if (position >= source.length()) {
      return false;
    }
    char c = source.charAt(position++);
    // RE2 has no back references, and Java reads these letters otherwise.
    if ((c >= '1' && c <= '9') || "kGRXZhHvVNeceu".indexOf(c) >= 0) {
      return c == 'v' && append("\\x0B");
    }
    out.append('\\').append(c);
    if (c == 'Q') {
      int end = source.indexOf("\\E", position);
      int stop = end < 0 ? source.length() : end + 2;
      out.append(source, position, stop);
      position = stop;
    }
    return true;
  }

  private boolean append(String text) {
    out.append(text);
    return true;
  }

  private void group() {
    out.append('(');
    if (source.startsWith("?P<", position)) {
      out.append("?<");
      position += "?P<".length();
    } else if (source.startsWith("?", position)) {
      int end = position + 1;
      while (end < source.length() && "imsU-".indexOf(source.charAt(end)) >= 0) {
        end++;
      }
      String flags = source.substring(position + 1, end).toLowerCase(Locale.ROOT);
      multiline |= flags.contains("m");
    }
  }

  /** Inside brackets {@code [} and {@code &&} are plain characters for RE2, operators for Java. */
  private void characterClass() {
    out.append('[');
    if (position < source.length() && source.charAt(position) == '^') {
      out.append('^');
      position++;
    }
    boolean first = true;
    while (position < source.length()) {
      char c = source.charAt(position++);
      if (c == ']' && !first) {
        out.append(']');
        return;
      }
      first = false;
      switch (c) {
        case '\\' -> {
          out.append('\\');
          if (position < source.length()) {
            out.append(source.charAt(position++));
          }
        }
        case '[' -> nestedClass();
        case ']', '&' -> out.append('\\').append(c);
        default -> out.append(c);
      }
    }
  }

  private void nestedClass() {
    int end = source.startsWith(":", position) ? source.indexOf(":]", position) : -1;
    String name = end < 0 ? "" : source.substring(position + 1, end);
    boolean negated = name.startsWith("^");
    String java = CLASSES.get(negated ? name.substring(1) : name);
    if (java == null) {
      out.append("\\[");
      return;
    }
    out.append(negated ? "[^" + java + "]" : java);
    position = end + 2;
  }
}
