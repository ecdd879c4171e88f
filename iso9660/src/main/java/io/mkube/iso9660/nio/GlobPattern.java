package io.mkube.iso9660.nio;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Makes regular expressions of globs, as {@link java.nio.file.FileSystem#getPathMatcher} defines
 * them. Those of the default file system are another matter on Windows. For one pattern only.
 */
final class GlobPattern {
  private static final String REGEX_CHARACTERS = ".^$+{[]|()";
  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  private GlobPattern(String glob) {
    this.glob = glob;
  }

  /**
   * Translates a glob.
   *
   * @throws PatternSyntaxException if it is none
   */
  static Pattern compile(String glob) {
    return Pattern.compile(new GlobPattern(glob).translate(), Pattern.DOTALL);
  }

  private String translate() {
    while (at < glob.length()) {
      char c = glob.charAt(at);
      at++;
      switch (c) {
        case '\\' -> escaped();
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> bracket();
        case '{' -> openGroup();
        case '}' -> {
          regex.append(inGroup ? "))" : "\\}");
          inGroup = false;
        }
        case ',' -> regex.append(inGroup ? ")|(?:" : ",");
        default -> literal(c);
      }
    }
    if (inGroup) {
      throw problem("a group is not closed");
    }
    return regex.toString();
  }

  private void escaped() {
    if (at == glob.length()) {
      throw problem("no character to escape");
    }
    literal(glob.charAt(at));
    at++;
  }

  private void literal(char c) {
    if (REGEX_CHARACTERS.indexOf(c) >= 0 || "\\*?}".indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private void star() {
    boolean across = at < glob.length() && glob.charAt(at) == '*';
    at += across ? 1 : 0;
    regex.append(across ? ".*" : "[^/]*");
  }

  private void openGroup() {
    if (inGroup) {
      throw problem("groups cannot be nested");
    }
    inGroup = true;
    regex.append("(?:(?:");
  }

  /** A set of characters, of which a separator never is one. */
  private void bracket() {
    regex.append("[[^/]&&[");
    if (at < glob.length() && glob.charAt(at) == '!') {
      regex.append('^');
      at++;
    }
    int start = at;
    while (at < glob.length() && (glob.charAt(at) != ']' || at == start)) {
      inBracket(glob.charAt(at), start);
      at++;
    }
    if (at == glob.length()) {
      throw problem("a bracket is not closed");
    }
    at++;
    regex.append("]]");
  }

  private void inBracket(char c, int start) {
    if (c == '/') {
      throw problem("a separator in a bracket");
    }
    boolean range = c == '-' && at > start && at + 1 < glob.length() && glob.charAt(at + 1) != ']';
    if (!range && "\\[]^&-".indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private PatternSyntaxException problem(String text) {
    return new PatternSyntaxException(text, glob, Math.min(at, glob.length()) - 1);
  }
}
