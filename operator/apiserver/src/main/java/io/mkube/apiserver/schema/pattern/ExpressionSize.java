package io.mkube.apiserver.schema.pattern;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How great a compiled expression would become. Go refuses counts that multiply to more than 1,000
 * and groups more than 1,000 deep; RE2/J compiles them, however much memory it takes.
 */
final class ExpressionSize {
  private static final int MOST_REPEATS = 1000;
  private static final int DEEPEST = 1000;
  private static final int LARGEST = 100_000;

  private final String source;
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int position;

  /** How often what stands last is repeated, all counts within it multiplied. */
  private int last = 1;

  /** The most that anything in the current group is repeated. */
  private int most = 1;

  private int total;

  private ExpressionSize(String source) {
    this.source = source;
  }

  /**
   * Refuses what would become too great. Says nothing of other faults.
   *
   * @throws PatternSyntaxException with the words of Go
   */
  static void check(String source) {
    new ExpressionSize(source).check();
  }

  private void check() {
    while (position < source.length()) {
      char c = source.charAt(position++);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> open();
        case ')' -> close();
        case '{' -> repeat();
        case '*', '+', '?' -> {}
        default -> last = 1;
      }
    }
  }

  private void escape() {
    last = 1;
    if (source.startsWith("Q", position)) {
      int end = source.indexOf("\\E", position);
      position = end < 0 ? source.length() : end + 2;
    } else {
      position++;
    }
  }

  private void characterClass() {
    last = 1;
    position += source.startsWith("^", position) ? 1 : 0;
    position += source.startsWith("]", position) ? 1 : 0;
    while (position < source.length() && source.charAt(position) != ']') {
      int named = source.startsWith("[:", position) ? source.indexOf(":]", position + 2) : -1;
      if (named >= 0) {
        position = named + 2;
      } else {
        position += source.charAt(position) == '\\' ? 2 : 1;
      }
    }
    position++;
  }

  private void open() {
    outer.push(most);
    if (outer.size() > DEEPEST) {
      throw new PatternSyntaxException("expression nests too deeply", source);
    }
    last = 1;
    most = 1;
  }

  private void close() {
    if (outer.isEmpty()) {
      return;
    }
    last = most;
    most = Math.max(most, outer.pop());
  }

  private void repeat() {
    int end = source.indexOf('}', position);
    String inside = end < 0 ? "" : source.substring(position, end);
    if (!inside.matches("[0-9]{1,4}(,([0-9]{1,4})?)?")) {
      last = 1;
      return;
    }
    int comma = inside.indexOf(',');
    String count = inside.endsWith(",") ? inside.substring(0, comma) : inside.substring(comma + 1);
    last *= Math.max(1, Integer.parseInt(count));
    if (last > MOST_REPEATS) {
      throw new PatternSyntaxException("invalid repeat count", "{" + inside + "}");
    }
    most = Math.max(most, last);
    total += last;
    if (total > LARGEST) {
      throw new PatternSyntaxException("expression too large", source);
    }
    position = end + 1;
  }
}
