package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.demo.Demo;
import io.mkube.app.lifecycle.ClosingStack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    header = "Run everything in one process, on a simulated router.",
    description =
        "Starts a simulated router with four networks and their name servers, the API server and"
            + " the controllers. Prints one line when all of it is ready, and runs until it is"
            + " stopped. What was applied is still there the next time.",
    footer = {
      "  mkube demo",
      "  mkube demo --data /tmp/site --port 0 --http-port 0   beside other servers, on free ports"
    })
final class DemoCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the site is kept. Default: " + DataFolders.DEFAULT + "/demo.")
  private Path data = DataFolders.of("demo");

  private final ListenOptions ports = new ListenOptions();

  private final SecurityOptions security = new SecurityOptions();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Where the kubeconfig is written. Default: kubeconfig in the data directory.")
  private @Nullable Path kubeconfig;

  DemoCommand(PrintWriter out) {
    this.out = out;
  }

  /** The command with the options that it shares with others. */
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(this);
    ports.addTo(spec);
    security.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Path target = Optional.ofNullable(kubeconfig).orElse(data.resolve("kubeconfig"));
    Demo.Options options =
        new Demo.Options(
            DataFolders.create(data),
            ports.listen(),
            ports.port(),
            ports.httpPort(),
            target,
            security.security());
    try (ClosingStack open = new ClosingStack()) {
      open.opened(Demo.start(options));
      ReadyLine.apiServes(out, target);
      return ReadyLine.untilStopped();
    }
  }
}
