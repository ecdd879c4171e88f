package io.mkube.app.command;

import io.mkube.crds.MkubeCrds;
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
  public Integer call() {
    MkubeCrds.definitions();
    return ExitCode.OK;
  }
}
