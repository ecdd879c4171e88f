package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.console.Logs;
import io.mkube.app.demo.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * Does once what the demo or the API server does and ends, so that the build can keep the loaded
 * classes and the profiles as an AOT cache (JEP 483, JEP 515). All classes of a cache are in memory
 * from the first moment, so the API server, which needs a third of them, has one of its own.
 */
@Command(name = "aot-training", hidden = true, header = "Train an AOT cache of the launcher.")
final class AotTrainingCommand implements Callable<Integer> {
  @Option(
      names = "--apiserver",
      description = "Train the cache of mkube apiserver instead of that of all other commands.")
  private boolean apiServer;

  @Override
  public Integer call() throws CommandException, IOException, InterruptedException {
    Logs.configure(Logs.Detail.QUIET);
    if (apiServer) {
      Rehearsal.playApiServer(AotTrainingCommand::mkube);
    } else {
      Rehearsal.play();
    }
    return ExitCode.OK;
  }

  /** The command line of the launcher, so that its reading is learned as well. */
  private static int mkube(PrintWriter out, String... arguments) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return new CommandLines(() -> true, out, err, unused -> ExitCode.USAGE).execute(arguments);
  }
}
