package io.mkube.apiserver.schema;

/**
 * The regular expressions of Kubernetes for names and labels, written by hand: every object has ten
 * or twenty texts that must match one of them.
 */
final class NameSyntax {
  private NameSyntax() {}

  /** {@code [a-z0-9]([-a-z0-9]*[a-z0-9])?}. */
  static boolean isDnsLabel(String text) {
    return isDnsLabel(text, 0, text.length());
  }

  /** {@code [a-z]([-a-z0-9]*[a-z0-9])?}. */
  static boolean isDns1035Label(String text) {
    return isDnsLabel(text) && text.charAt(0) >= 'a';
  }

  /** Labels joined by dots. */
  static boolean isDnsSubdomain(String text) {
    int start = 0;
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
      if (!isDnsLabel(text, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return isDnsLabel(text, start, text.length());
  }

  /** {@code ([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]}. */
  static boolean isQualifiedName(String text) {
    int length = text.length();
    if (length == 0
        || !isAlphanumeric(text.charAt(0))
        || !isAlphanumeric(text.charAt(length - 1))) {
      return false;
    }
    for (int i = 1; i < length - 1; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDnsLabel(String text, int from, int to) {
    if (from >= to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
