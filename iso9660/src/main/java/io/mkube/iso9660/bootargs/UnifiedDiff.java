package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Changes of a text as {@code diff -u} shows them, with up to three lines of context. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private final String[] lines;
  private final boolean lastOpen;
  private final StringBuilder diff = new StringBuilder();
  private int shift;

  private UnifiedDiff(String text) {
    String[] all = text.split("\n", -1);
    this.lastOpen = !all[all.length - 1].isEmpty();
    this.lines = lastOpen ? all : Arrays.copyOf(all, all.length - 1);
  }

  /**
   * Lines that change.
   *
   * @param first index of the first line
   * @param count how many there are
   * @param after what stands there then
   */
  private record Block(int first, int count, List<String> after) {}

  static String of(String path, String text, List<Splice> splices) {
    UnifiedDiff diff = new UnifiedDiff(text);
    diff.diff.append("--- ").append(path).append("\n+++ ").append(path).append('\n');
    List<Block> blocks = blocks(text, splices);
    int at = 0;
    while (at < blocks.size()) {
      int last = at;
      while (last + 1 < blocks.size()
          && blocks.get(last + 1).first() - end(blocks.get(last)) <= 2 * CONTEXT) {
        last++;
      }
      diff.hunk(blocks.subList(at, last + 1));
      at = last + 1;
    }
    return diff.diff.toString();
  }

  private static int end(Block block) {
    return block.first() + block.count();
  }

  private static List<Block> blocks(String text, List<Splice> splices) {
    List<Splice> ordered = new ArrayList<>(splices);
    ordered.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
    List<Block> blocks = new ArrayList<>();
    int i = 0;
    while (i < ordered.size()) {
      int start = text.lastIndexOf('\n', ordered.get(i).start() - 1) + 1;
      int end = lineEnd(text, ordered.get(i).end());
      List<Splice> inside = new ArrayList<>();
      while (i < ordered.size() && ordered.get(i).start() <= end) {
        Splice splice = ordered.get(i);
        end = lineEnd(text, splice.end());
        inside.add(new Splice(splice.start() - start, splice.end() - start, splice.text()));
        i++;
      }
      String before = text.substring(start, end);
      int first = (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
      int count = before.split("\n", -1).length;
      blocks.add(new Block(first, count, List.of(Splice.apply(before, inside).split("\n", -1))));
    }
    return blocks;
  }

  private static int lineEnd(String text, int position) {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  private void hunk(List<Block> blocks) {
    int from = Math.max(0, blocks.getFirst().first() - CONTEXT);
    int to = Math.min(lines.length, end(blocks.getLast()) + CONTEXT);
    int grown = blocks.stream().mapToInt(b -> b.after().size() - b.count()).sum();
    diff.append("@@ -").append(from + 1).append(',').append(to - from);
    diff.append(" +").append(from + 1 + shift).append(',').append(to - from + grown);
    diff.append(" @@\n");
    int at = from;
    for (Block block : blocks) {
      for (; at < block.first(); at++) {
        line(' ', lines[at], at == lines.length - 1);
      }
      for (; at < end(block); at++) {
        line('-', lines[at], at == lines.length - 1);
      }
      for (int i = 0; i < block.after().size(); i++) {
        boolean last = at == lines.length && i == block.after().size() - 1;
        line('+', block.after().get(i), last);
      }
    }
    for (; at < to; at++) {
      line(' ', lines[at], at == lines.length - 1);
    }
    shift += grown;
  }

  private void line(char mark, String line, boolean last) {
    diff.append(mark).append(line).append('\n');
    if (last && lastOpen) {
      diff.append("\\ No newline at end of file\n");
    }
  }
}
