package io.mkube.app.console;

/**
 * Why a command cannot do what was asked, in one line for the person who typed it: what is wrong,
 * where, and what to do. Ends the program with exit code 1.
 */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  /** Line breaks in the message become blanks. */
  public CommandException(String message) {
    super(oneLine(message));
  }

  /** As the other, with a cause that only {@code --verbose} shows. */
  public CommandException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** The text with line breaks and the blanks around them replaced by one blank. */
  public static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
