package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A boot menu whose kernels get arguments. Everything else of the file stays as it is, the ends of
 * its lines too.
 */
final class BootMenu {
  private BootMenu() {}

  /**
   * One line that changes.
   *
   * @param number number of the line from 1
   * @param before the line
   * @param after the line with arguments
   */
  record LineEdit(int number, String before, String after) {}

  /** The lines that change; none if every kernel has all arguments. */
  static List<LineEdit> edits(Dialect dialect, String text, List<String> arguments) {
    List<LineEdit> edits = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    StringBuilder command = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      String line = withoutReturn(lines[i]);
      command.append(line);
      if (dialect.continues(line) && i + 1 < lines.length) {
        command.append('\n');
        continue;
      }
      Optional<List<String>> missing = dialect.missing(command.toString(), arguments);
      command.setLength(0);
      if (missing.isPresent() && !missing.get().isEmpty()) {
        String end = lines[i].substring(line.length());
        String after = line.stripTrailing() + " " + String.join(" ", missing.get()) + end;
        edits.add(new LineEdit(i + 1, lines[i], after));
      }
    }
    return edits;
  }

  /** The text with its edits. */
  static String apply(String text, List<LineEdit> edits) {
    String[] lines = text.split("\n", -1);
    for (LineEdit edit : edits) {
      lines[edit.number() - 1] = edit.after();
    }
    return String.join("\n", lines);
  }

  /** The edits as a unified diff with up to three lines of context. */
  static String diff(String path, String text, List<LineEdit> edits) {
    String[] lines = text.split("\n", -1);
    StringBuilder diff = new StringBuilder("--- " + path + "\n+++ " + path + "\n");
    int at = 0;
    while (at < edits.size()) {
      int last = at;
      while (last + 1 < edits.size()
          && edits.get(last + 1).number() - edits.get(last).number() <= 6) {
        last++;
      }
      hunk(diff, lines, edits.subList(at, last + 1));
      at = last + 1;
    }
    return diff.toString();
  }

  private static void hunk(StringBuilder diff, String[] lines, List<LineEdit> edits) {
    int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    int from = Math.max(1, edits.getFirst().number() - 3);
    int to = Math.min(count, edits.getLast().number() + 3);
    String range = from + "," + (to - from + 1);
    diff.append("@@ -").append(range).append(" +").append(range).append(" @@\n");
    int next = 0;
    for (int number = from; number <= to; number++) {
      if (next < edits.size() && edits.get(next).number() == number) {
        diff.append('-').append(edits.get(next).before()).append('\n');
        diff.append('+').append(edits.get(next).after()).append('\n');
        next++;
      } else {
        diff.append(' ').append(lines[number - 1]).append('\n');
      }
    }
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
