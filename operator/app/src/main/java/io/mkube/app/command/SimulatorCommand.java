package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.site.SimulatedSite;
import io.mkube.app.site.SiteNetwork;
import io.mkube.app.wiring.ServedApi;
import io.mkube.routeros.simulator.fault.FaultPlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulator",
    header = "Run the simulated router alone.",
    description =
        "Simulates a router (user admin, no password) and the name servers of its networks."
            + " Prints one line when it answers, and runs until it is stopped. With a data"
            + " directory the site survives a restart, and endpoints.json and networks.yaml there"
            + " tell where the name servers are.",
    footer = {
      "  mkube simulator --port 8080",
      "  mkube simulator --data /tmp/site --faults profile=realistic,seed=7",
      "  kubectl apply -f /tmp/site/networks.yaml     the networks of the site as API objects"
    })
final class SimulatorCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--listen",
      paramLabel = "ADDR",
      description = "Address to listen on. Default: 127.0.0.1.")
  private String listen = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = PortConverter.class,
      description = "Port of the REST interface. Default: a free one.")
  private int port;

  @Option(
      names = "--version",
      paramLabel = "RELEASE",
      description = "Release of RouterOS. Default: 7.21.5.")
  private String version = SimulatedSite.RELEASE;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the site is kept. Default: in memory.")
  private @Nullable Path data;

  @Option(
      names = "--faults",
      paramLabel = "SPEC",
      converter = FaultsConverter.class,
      description =
          "What goes wrong: profile=off|demo|realistic|hostile[,seed=N][,NAME=PROBABILITY]..."
              + " Default: profile=off.")
  private FaultPlan faults = FaultPlan.off();

  SimulatorCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Optional<Path> folder = data == null ? Optional.empty() : Optional.of(DataFolders.create(data));
    try (SimulatedSite site =
        SimulatedSite.start(
            new SimulatedSite.Options(
                ServedApi.address(listen), port, version, folder, faults, SiteNetwork.ALL))) {
      if (folder.isPresent()) {
        site.describeIn(folder.get());
      }
      ReadyLine.tell(out, "simulator is ready: " + site.routerUrl());
      return ReadyLine.untilStopped();
    }
  }
}
