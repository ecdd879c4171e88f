package io.mkube.routeros.simulator.console;

/** A command that the console refused. The detail is the console's text. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  private CommandException(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  /** The HTTP status that REST gives it. */
  public int status() {
    return status;
  }

  /** The console's text, empty when it says nothing. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** A failure with a text of its own. */
  public static CommandException failure(String text) {
    return new CommandException(400, "failure: " + text);
  }

  /** A refusal whose text has no prefix. */
  public static CommandException refused(String text) {
    return new CommandException(400, text);
  }

  public static CommandException unknownParameter(String name) {
    return new CommandException(400, "unknown parameter " + name);
  }

  public static CommandException missing(String name) {
    return new CommandException(400, "missing =" + name + "=");
  }

  public static CommandException noMatch(String name) {
    return new CommandException(400, "input does not match any value of " + name);
  }

  public static CommandException invalid(String name) {
    return new CommandException(400, "invalid value for argument " + name);
  }

  public static CommandException outOfRange(String name, long from, long to) {
    return new CommandException(
        400, "value of " + name + " is out of range (" + from + " .. " + to + ")");
  }

  public static CommandException trailing(String name) {
    return new CommandException(400, "value of " + name + " contains invalid trailing characters");
  }

  public static CommandException noSuchItem() {
    return new CommandException(404, "no such item");
  }

  public static CommandException noSuchCommand() {
    return new CommandException(400, "no such command");
  }

  /** A verb without a console command in that menu. */
  public static CommandException noVerb(String command) {
    return new CommandException(406, "no such command or directory (" + command + ")");
  }

  /** A row or menu that does not exist, addressed by its URL. */
  public static CommandException notFound() {
    return new CommandException(404, "");
  }

  /** Something else that REST refuses. */
  public static CommandException status(int status, String detail) {
    return new CommandException(status, detail);
  }
}
