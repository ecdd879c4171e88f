package io.mkube.routeros.container;

import java.util.ArrayList;
import java.util.List;

/**
 * The one line in which a device keeps the arguments of a program. It splits the line on blanks;
 * that quotes keep an argument together, as in a shell, is inferred.
 */
public final class CommandLine {
  private CommandLine() {}

  /**
   * One line of arguments. Arguments with blanks, quotes or backslashes, and empty ones, are put in
   * double quotes; inside them a quote or a backslash is preceded by a backslash.
   */
  public static String join(List<String> arguments) {
    StringBuilder line = new StringBuilder();
    for (String argument : arguments) {
      if (!line.isEmpty()) {
        line.append(' ');
      }
      if (isPlain(argument)) {
        line.append(argument);
      } else {
        line.append('"').append(argument.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    }
    return line.toString();
  }

  /**
   * The arguments of a line. Reads back what {@link #join} wrote, and other ways to write the same:
   * single quotes, quotes inside an argument, several blanks. Two lines mean the same when this
   * gives the same list. A quote that is not closed reaches to the end of the line.
   */
  public static List<String> split(String line) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        argument.append(line.charAt(++i));
        begun = true;
      } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        begun = true;
      } else if (quote == 0 && isBlank(c)) {
        if (begun) {
          arguments.add(argument.toString());
          argument.setLength(0);
          begun = false;
        }
      } else {
        argument.append(c);
        begun = true;
      }
    }
    if (begun) {
      arguments.add(argument.toString());
    }
    return List.copyOf(arguments);
  }

  private static boolean isPlain(String argument) {
    return !argument.isEmpty()
        && argument.chars().noneMatch(c -> isBlank((char) c) || c == '"' || c == '\'' || c == '\\');
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
