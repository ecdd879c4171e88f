package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.console.Logs;
import io.mkube.app.demo.Rehearsal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/**
 * Does once what the demo does and ends, so that the build can keep the loaded classes and the
 * profiles as an AOT cache (JEP 483, JEP 515).
 */
@Command(name = "aot-training", hidden = true, header = "Train the AOT cache of the launcher.")
final class AotTrainingCommand implements Callable<Integer> {
  @Override
  public Integer call() throws CommandException, IOException, InterruptedException {
    Logs.configure(Logs.Detail.QUIET);
    Rehearsal.play();
    return ExitCode.OK;
  }
}
