package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.console.Logs;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs one command line. Results go to stdout; a failure is one line on stderr. The exit code is 0
 * for success and for a stop that was asked for, 1 for a failure, 2 for a command line that cannot
 * be understood.
 */
public final class CommandLines {
  /** A program that reads its arguments itself. */
  @FunctionalInterface
  public interface Program {
    /** Runs to its end and returns the exit code. */
    int run(String[] arguments);
  }

  private final MkubeCommand root = new MkubeCommand();
  private final BooleanSupplier stopRequested;
  private final CommandLine line;

  /**
   * Prepares the commands.
   *
   * @param stopRequested whether the process was asked to stop, which interrupts the thread that
   *     runs the command
   * @param iso what runs behind {@code mkube iso}
   */
  public CommandLines(
      BooleanSupplier stopRequested, PrintWriter out, PrintWriter err, Program iso) {
    this.stopRequested = stopRequested;
    this.line =
        new CommandLine(root)
            .addSubcommand(new DemoCommand(out))
            .addSubcommand(new RunCommand(out))
            .addSubcommand(new ApiServerCommand(out))
            .addSubcommand(new SimulatorCommand(out))
            .addSubcommand(
                new CommandLine(new KeysCommand()).addSubcommand(new RotateKeysCommand(out)))
            .addSubcommand(new CrdsCommand(out))
            .addSubcommand(new IsoImagesCommand(iso))
            .addSubcommand(new AotTrainingCommand())
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(this::explainUsage)
            .setExecutionStrategy(this::run)
            .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
  }

  /** Runs a command to its end and returns the exit code. */
  public int execute(String... arguments) {
    return line.execute(arguments);
  }

  private int run(ParseResult parsed) {
    Integer afterHelp = CommandLine.executeHelpRequest(parsed);
    if (afterHelp != null) {
      return afterHelp;
    }
    if (!parsed.hasSubcommand()) {
      throw new ParameterException(line, "a command is missing");
    }
    Logs.configure(root.verbose() ? Logs.Detail.DEBUG : Logs.Detail.NORMAL);
    return new RunLast().execute(parsed);
  }

  private int explainUsage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message = CommandException.oneLine(String.valueOf(problem.getMessage()));
    tell(command, name + ": " + message + "; see '" + name + " --help'");
    return CommandLine.ExitCode.USAGE;
  }

  private int explain(Exception failure, CommandLine command) {
    if (stopRequested.getAsBoolean()) {
      return CommandLine.ExitCode.OK;
    }
    String name = command.getCommandSpec().qualifiedName();
    if (failure instanceof CommandException) {
      tell(command, name + ": " + failure.getMessage());
    } else {
      String what = CommandException.oneLine(String.valueOf(failure));
      tell(command, name + ": unexpected failure (MKUBE_DEBUG=1 shows where): " + what);
    }
    if (root.verbose()) {
      failure.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void tell(CommandLine command, String text) {
    command.getErr().println(text);
    command.getErr().flush();
  }
}
