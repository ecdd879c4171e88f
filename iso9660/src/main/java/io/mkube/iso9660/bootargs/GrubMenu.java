package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A script of GRUB: commands end at line ends, semicolons and braces unless these are quoted, and a
 * backslash joins lines (GRUB manual, 6.1).
 */
final class GrubMenu {
  /** Characters that mean something to GRUB's shell. */
  private static final String SPECIAL = "{}|&$;<>\"'\\# \t";

  /** Words behind which another command begins. */
  private static final Set<String> OPENING =
      Set.of("then", "else", "do", "if", "elif", "while", "until", "!");

  /** Names of the command that loads a kernel; a variable may stand for any of them. */
  private static final Pattern LINUX =
      Pattern.compile("linux(?:16|efi)?|\\$\\{?linux\\w*\\}?|linux\\$\\{?\\w+\\}?");

  private final String text;
  private final List<List<Word>> commands = new ArrayList<>();
  private List<Word> command = new ArrayList<>();
  private int at;

  private GrubMenu(String text) {
    this.text = text;
  }

  /** The changes that give every kernel its arguments. */
  static List<Splice> edits(String text, Arguments arguments) {
    List<Splice> splices = new ArrayList<>();
    for (List<Word> command : new GrubMenu(text).parse()) {
      if (isLinux(command)) {
        int end = command.getLast().end();
        List<Word> words = command.subList(2, command.size());
        splices.addAll(Splice.of(text, words, end, arguments, GrubMenu::quoted));
      }
    }
    return splices;
  }

  /** Whether a text loads a kernel as GRUB does. */
  static boolean isMenu(String text) {
    return new GrubMenu(text).parse().stream().anyMatch(GrubMenu::isLinux);
  }

  /** Files that the script names to be read as scripts too. */
  static List<String> included(String text) {
    return new GrubMenu(text)
        .parse().stream()
            .filter(c -> c.size() == 2 && Set.of("source", "configfile", ".").contains(first(c)))
            .map(c -> c.get(1).value())
            .toList();
  }

  private static String first(List<Word> command) {
    return command.getFirst().value();
  }

  private static boolean isLinux(List<Word> command) {
    return command.size() > 1 && LINUX.matcher(first(command)).matches();
  }

  private static String quoted(String word) {
    boolean special = word.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    return special ? "'" + word.replace("'", "'\\''") + "'" : word;
  }

  private List<List<Word>> parse() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == ';' || c == '{' || c == '}' || c == '|' || c == '&') {
        end();
        at++;
      } else if (c == '#') {
        int line = text.indexOf('\n', at);
        at = line < 0 ? text.length() : line;
      } else if (c == '\\' && lineEnd(at + 1) > 0) {
        at = lineEnd(at + 1);
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else {
        word();
      }
    }
    end();
    return commands;
  }

  private void end() {
    if (!command.isEmpty()) {
      commands.add(command);
      command = new ArrayList<>();
    }
  }

  private void word() {
    int start = at;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && " \t\r\n;{}|&".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      if (c == '\\') {
        int line = lineEnd(at + 1);
        if (line > 0) {
          break;
        }
        if (at + 1 < text.length()) {
          value.append(text.charAt(at + 1));
        }
        at = Math.min(text.length(), at + 2);
      } else if (c == '\'' || c == '"') {
        quote(c, value);
      } else if (c == '$' && at + 1 < text.length() && text.charAt(at + 1) == '{') {
        int close = text.indexOf('}', at);
        int stop = close < 0 ? text.length() : close + 1;
        value.append(text, at, stop);
        at = stop;
      } else {
        value.append(c);
        at++;
      }
    }
    String said = value.toString();
    if (command.isEmpty() && OPENING.contains(said)) {
      return;
    }
    command.add(new Word(start, at, said));
  }

  /** What stands in quotes; in double ones a backslash takes the meaning off what follows. */
  private void quote(char mark, StringBuilder value) {
    at++;
    while (at < text.length() && text.charAt(at) != mark) {
      if (mark == '"' && text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
      at++;
    }
    at = Math.min(text.length(), at + 1);
  }

  /** Position behind a line end at a position, −1 if none is there. */
  private int lineEnd(int position) {
    if (text.startsWith("\r\n", position)) {
      return position + 2;
    }
    return text.startsWith("\n", position) ? position + 1 : -1;
  }
}
