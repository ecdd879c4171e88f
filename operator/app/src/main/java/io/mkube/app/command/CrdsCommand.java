package io.mkube.app.command;

import io.mkube.crds.MkubeCrds;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(
    name = "crds",
    header = "Print the custom resource definitions of mkube as YAML.",
    footer = {
      "  mkube crds | kubectl apply -f -    teach another cluster the kinds of mkube",
      "  mkube crds > mkube-crds.yaml"
    })
final class CrdsCommand implements Callable<Integer> {
  private final PrintWriter out;

  CrdsCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    out.print(MkubeCrds.yaml());
    out.flush();
    return ExitCode.OK;
  }
}
