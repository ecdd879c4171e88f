package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.console.Logs;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

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
    this.out = out;
    this.err = err;
    commands.put("demo", () -> new DemoCommand(out).spec());
    commands.put("run", () -> new RunCommand(out).spec());
    commands.put("apiserver", () -> new ApiServerCommand(out).spec());
    commands.put("simulator", () -> new SimulatorCommand(out));
    commands.put(
        "keys", () -> new CommandLine(new KeysCommand()).addSubcommand(new RotateKeysCommand(out)));
    commands.put("crds", () -> new CrdsCommand(out));
    commands.put("iso", () -> new IsoImagesCommand(iso));
    commands.put("aot-training", AotTrainingCommand::new);
  }

  /** Runs a command to its end and returns the exit code. */
  public int execute(String... arguments) {
    return line(arguments).execute(arguments);
  }

  /**
   * What a command can do is read by reflection, so the one that is named need not wait for all.
   */
  private CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(root.spec());
    Supplier<Object> named = arguments.length == 0 ? null : commands.get(arguments[0]);
    if (named != null) {
      line.addSubcommand(named.get());
    } else {
      commands.values().forEach(command -> line.addSubcommand(command.get()));
    }
    return line.setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(this::explainUsage)
        .setExecutionStrategy(this::run)
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
  }

  private int run(ParseResult parsed) {
    Integer afterHelp = CommandLine.executeHelpRequest(parsed);
    if (afterHelp != null) {
      return afterHelp;
    }
    if (!parsed.hasSubcommand()) {
      throw new ParameterException(parsed.commandSpec().commandLine(), "a command is missing");
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
