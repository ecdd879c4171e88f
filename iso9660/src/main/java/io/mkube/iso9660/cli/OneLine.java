package io.mkube.iso9660.cli;

/** Names come from images, which strangers make: a terminal must not obey them. */
final class OneLine {
  private static final char DELETE = 0x7F;
  private static final char LAST_CONTROL = 0x9F;

  private OneLine() {}

  /** The text with a backslash and a code for each control character, as C writes them. */
  static String of(String text) {
    int first = 0;
    while (first < text.length() && !isControl(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isControl(c)) {
        clean.append(escape(c));
      } else {
        clean.append(c);
      }
    }
    return clean.toString();
  }

  private static boolean isControl(int c) {
    return c < ' ' || (c >= DELETE && c <= LAST_CONTROL);
  }

  private static String escape(char control) {
    return switch (control) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\x%02x", (int) control);
    };
  }
}
