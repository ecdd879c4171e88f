package io.mkube.iso9660.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

final class TextDiffProperties {
  @Property
  void leadsFromTheOldTextToTheNew(
      @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'c') @Chars('\n') String before,
      @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'c') @Chars('\n') String after) {
    assertEquals(after, patched(before, TextDiff.of("/x", before, after)));
  }

  /** What {@code patch} does with a diff. */
  private static String patched(String before, List<String> diff) {
    List<String> lines = new ArrayList<>(List.of(before.split("(?<=\n)")));
    if (before.isEmpty()) {
      lines.clear();
    }
    StringBuilder result = new StringBuilder();
    int at = 0;
    for (int i = 2; i < diff.size(); i++) {
      String line = diff.get(i);
      boolean open = i + 1 < diff.size() && diff.get(i + 1).startsWith("\\");
      String text = line.substring(1) + (open ? "" : "\n");
      switch (line.charAt(0)) {
        case '@' -> {
          String[] numbers = line.split("[ ,]", -1);
          int first = -Integer.parseInt(numbers[1]);
          int start = numbers[2].equals("0") ? first : first - 1;
          for (; at < start; at++) {
            result.append(lines.get(at));
          }
        }
        case ' ' -> {
          assertEquals(lines.get(at++), text);
          result.append(text);
        }
        case '-' -> assertEquals(lines.get(at++), text);
        case '+' -> result.append(text);
        default -> assertEquals("\\ No newline at end of file", line);
      }
    }
    for (; at < lines.size(); at++) {
      result.append(lines.get(at));
    }
    return result.toString();
  }
}
