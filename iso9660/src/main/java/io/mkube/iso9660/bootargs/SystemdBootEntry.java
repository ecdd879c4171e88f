package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An entry of systemd-boot: a key and the rest of its line (Boot Loader Specification, type 1). */
final class SystemdBootEntry {
  private SystemdBootEntry() {}

  /** The changes that give the kernel its arguments; several lines of options are one. */
  static List<Splice> edits(String text, Arguments arguments) {
    List<Word> options = new ArrayList<>();
    Optional<Word> end = Optional.empty();
    Optional<Word> kernel = Optional.empty();
    for (List<Word> line : lines(text)) {
      String key = line.getFirst().value();
      if (key.equals("options")) {
        options.addAll(line.subList(1, line.size()));
        end = Optional.of(line.getLast());
      } else if (key.equals("linux")) {
        kernel = Optional.of(line.getLast());
      }
    }
    if (end.isPresent()) {
      return Splice.of(text, options, end.get().end(), arguments, word -> word);
    }
    if (kernel.isEmpty()) {
      return List.of();
    }
    int at = kernel.get().end();
    String lineEnd = text.startsWith("\r", at) ? "\r\n" : "\n";
    return List.of(new Splice(at, at, lineEnd + "options " + String.join(" ", arguments.wanted())));
  }

  /** Whether a text says what to load. */
  static boolean isMenu(String text) {
    List<String> keys = lines(text).stream().map(line -> line.getFirst().value()).toList();
    return keys.contains("linux") || (keys.contains("efi") && keys.contains("options"));
  }

  private static List<List<Word>> lines(String text) {
    List<List<Word>> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      List<Word> words = SyslinuxMenu.words(text, start, end);
      if (!words.isEmpty()) {
        lines.add(words);
      }
      start = end + 1;
    }
    return lines;
  }
}
