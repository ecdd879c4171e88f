package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of isolinux and its kin: a keyword and the rest of its line (syslinux.txt). Only
 * labels that load a kernel get arguments: what stands behind {@code append} of a menu module or a
 * chain loader is its own.
 */
final class SyslinuxMenu {
  /** Ends of names of what is no kernel. */
  private static final Set<String> NO_KERNEL =
      Set.of(".c32", ".com", ".cbt", ".0", ".bin", ".bs", ".bss", ".img");

  /** A part of the file: a label, or what stands before the first one. */
  private static final class Section {
    private final boolean label;
    private @Nullable Line kernel;
    private @Nullable Line append;
    private boolean other;

    Section(boolean label) {
      this.label = label;
    }
  }

  /**
   * A line.
   *
   * @param start position of its keyword
   * @param end position behind its last character that is no blank
   * @param keyword keyword in lower case
   * @param words what follows
   */
  private record Line(int start, int end, String keyword, List<Word> words) {
    /** Whether a word follows the keyword first. */
    boolean says(String word) {
      return !words.isEmpty() && words.getFirst().value().equalsIgnoreCase(word);
    }
  }

  private SyslinuxMenu() {}

  /** The changes that give every kernel its arguments. */
  static List<Splice> edits(String text, Arguments arguments) {
    List<Section> sections = sections(text);
    Section global = sections.getFirst();
    boolean inherited =
        global.append != null && sections.stream().anyMatch(s -> isKernel(s) && s.append == null);
    List<Splice> splices = new ArrayList<>();
    for (Section section : sections) {
      Line append = section.append;
      if (append != null && (isKernel(section) || (section == global && inherited))) {
        splices.addAll(append(text, append, arguments));
      } else if (isKernel(section) && global.append == null && section.kernel != null) {
        splices.addAll(newLine(text, section.kernel, arguments));
      }
    }
    return splices;
  }

  /** Whether a text has labels that load kernels. */
  static boolean isMenu(String text) {
    return sections(text).stream().anyMatch(SyslinuxMenu::isKernel);
  }

  /** Files that the configuration names to be read too. */
  static List<String> included(String text) {
    List<String> files = new ArrayList<>();
    for (Line line : lines(text)) {
      boolean include = line.keyword.equals("include") || line.keyword.equals("config");
      boolean inMenu = line.keyword.equals("menu") && line.says("include");
      int at = inMenu ? 1 : 0;
      if ((include || inMenu) && line.words.size() > at) {
        files.add(line.words.get(at).value());
      }
    }
    return files;
  }

  private static boolean isKernel(Section section) {
    Line kernel = section.kernel;
    if (!section.label || section.other || kernel == null || kernel.words.isEmpty()) {
      return false;
    }
    String file = kernel.words.getFirst().value().toLowerCase(Locale.ROOT);
    return kernel.keyword.equals("linux") || NO_KERNEL.stream().noneMatch(file::endsWith);
  }

  private static List<Splice> append(String text, Line append, Arguments arguments) {
    if (append.words.size() == 1 && append.words.getFirst().value().equals("-")) {
      // A dash says: nothing at all.
      Word dash = append.words.getFirst();
      return List.of(new Splice(dash.start(), dash.end(), String.join(" ", arguments.wanted())));
    }
    return Splice.of(text, append.words, append.end, arguments, word -> word);
  }

  private static List<Splice> newLine(String text, Line kernel, Arguments arguments) {
    int line = text.lastIndexOf('\n', kernel.start) + 1;
    String indent = text.substring(line, kernel.start);
    String end = text.startsWith("\r", kernel.end) ? "\r\n" : "\n";
    String added = end + indent + "append " + String.join(" ", arguments.wanted());
    return List.of(new Splice(kernel.end, kernel.end, added));
  }

  private static List<Section> sections(String text) {
    List<Section> sections = new ArrayList<>(List.of(new Section(false)));
    for (Line line : lines(text)) {
      Section section = sections.getLast();
      switch (line.keyword) {
        case "label" -> sections.add(new Section(true));
        case "kernel", "linux" -> section.kernel = line;
        case "append" -> section.append = line;
        case "com32", "localboot", "config", "boot", "bss", "pxe", "fdimage", "comboot" ->
            section.other = true;
        default -> {
          // how the menu looks
        }
      }
    }
    return sections;
  }

  /** The lines that are no help: what stands between {@code text help} and {@code endtext}. */
  private static List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    boolean help = false;
    for (Line line : all(text)) {
      if (help) {
        help = !line.keyword.equals("endtext");
      } else if (line.keyword.equals("text") && line.says("help")) {
        help = true;
      } else {
        lines.add(line);
      }
    }
    return lines;
  }

  private static List<Line> all(String text) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      List<Word> words = words(text, start, end);
      if (!words.isEmpty()) {
        Word keyword = words.getFirst();
        lines.add(
            new Line(
                keyword.start(),
                words.getLast().end(),
                keyword.value().toLowerCase(Locale.ROOT),
                words.subList(1, words.size())));
      }
      start = end + 1;
    }
    return lines;
  }

  /** Words between blanks; there are no quotes in this language. */
  static List<Word> words(String text, int start, int end) {
    List<Word> words = new ArrayList<>();
    int at = start;
    while (at < end) {
      while (at < end && text.charAt(at) <= ' ') {
        at++;
      }
      int from = at;
      while (at < end && text.charAt(at) > ' ') {
        at++;
      }
      if (from < at) {
        words.add(new Word(from, at, text.substring(from, at)));
      }
    }
    return words;
  }
}
