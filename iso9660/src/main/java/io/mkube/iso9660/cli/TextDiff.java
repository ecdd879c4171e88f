package io.mkube.iso9660.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The difference of two texts as {@code diff -u} shows it, with up to three lines of context. */
final class TextDiff {
  private static final int CONTEXT = 3;

  /**
   * Above this many pairs of lines all that is between what both have at their ends is one change.
   */
  private static final long MOST_PAIRS = 4_000_000;

  private static final String OPEN = "\\ No newline at end of file";
  private final List<String> before;
  private final List<String> after;

  /** For each line before the one after it that is the same, or −1. */
  private final int[] pairs;

  private TextDiff(String before, String after) {
    this.before = lines(before);
    this.after = lines(after);
    this.pairs = new int[this.before.size()];
    Arrays.fill(pairs, -1);
    pair();
  }

  /** Lines of the difference; none if there is no difference. */
  static List<String> of(String path, String before, String after) {
    if (before.equals(after)) {
      return List.of();
    }
    List<String> out = new ArrayList<>(List.of("--- " + path, "+++ " + path));
    new TextDiff(before, after).write(out);
    return out;
  }

  /** Lines with their line ends, which the last one may not have. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(at, next));
      at = next;
    }
    return lines;
  }

  /** Pairs lines: what both texts begin and end with, and between them as many as can be. */
  private void pair() {
    int start = 0;
    int oldEnd = before.size();
    int newEnd = after.size();
    while (start < Math.min(oldEnd, newEnd) && before.get(start).equals(after.get(start))) {
      pairs[start] = start;
      start++;
    }
    while (Math.min(oldEnd, newEnd) > start
        && before.get(oldEnd - 1).equals(after.get(newEnd - 1))) {
      oldEnd--;
      newEnd--;
      pairs[oldEnd] = newEnd;
    }
    if ((long) (oldEnd - start) * (newEnd - start) <= MOST_PAIRS) {
      pairMost(start, oldEnd, newEnd);
    }
  }

  /** Finds a longest common subsequence. */
  private void pairMost(int start, int oldEnd, int newEnd) {
    int[][] most = new int[oldEnd - start + 1][newEnd - start + 1];
    for (int i = oldEnd - start - 1; i >= 0; i--) {
      for (int j = newEnd - start - 1; j >= 0; j--) {
        most[i][j] =
            before.get(start + i).equals(after.get(start + j))
                ? most[i + 1][j + 1] + 1
                : Math.max(most[i + 1][j], most[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < oldEnd - start && j < newEnd - start) {
      if (before.get(start + i).equals(after.get(start + j))) {
        pairs[start + i++] = start + j++;
      } else if (most[i + 1][j] >= most[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  /** A line of the difference: its mark, and how many lines of each text are before it. */
  private record Row(char mark, String line, int before, int after) {}

  private void write(List<String> out) {
    List<Row> rows = rows();
    int at = 0;
    while (at < rows.size()) {
      while (at < rows.size() && rows.get(at).mark() == ' ') {
        at++;
      }
      if (at < rows.size()) {
        int end = hunkEnd(rows, at);
        writeHunk(
            rows.subList(Math.max(0, at - CONTEXT), Math.min(rows.size(), end + CONTEXT)), out);
        at = end;
      }
    }
  }

  /** Index behind the last change that is not further from the next than their contexts reach. */
  private static int hunkEnd(List<Row> rows, int first) {
    int end = first + 1;
    for (int at = end; at < rows.size() && at - end <= 2 * CONTEXT; at++) {
      if (rows.get(at).mark() != ' ') {
        end = at + 1;
      }
    }
    return end;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    int j = 0;
    for (int i = 0; i < before.size(); i++) {
      if (pairs[i] < 0) {
        rows.add(new Row('-', before.get(i), i, j));
        continue;
      }
      for (; j < pairs[i]; j++) {
        rows.add(new Row('+', after.get(j), i, j));
      }
      rows.add(new Row(' ', before.get(i), i, j));
      j++;
    }
    for (; j < after.size(); j++) {
      rows.add(new Row('+', after.get(j), before.size(), j));
    }
    return rows;
  }

  private static void writeHunk(List<Row> rows, List<String> out) {
    long old = rows.stream().filter(row -> row.mark() != '+').count();
    long added = rows.stream().filter(row -> row.mark() != '-').count();
    Row first = rows.getFirst();
    out.add("@@ -%s +%s @@".formatted(range(first.before(), old), range(first.after(), added)));
    for (Row row : rows) {
      boolean whole = row.line().endsWith("\n");
      int length = row.line().length();
      out.add(row.mark() + row.line().substring(0, whole ? length - 1 : length));
      if (!whole) {
        out.add(OPEN);
      }
    }
  }

  /** Where lines stand: counted from 1, or the line before them if there are none. */
  private static String range(int start, long count) {
    return (count == 0 ? start : start + 1) + "," + count;
  }
}
