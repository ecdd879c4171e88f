package io.mkube.app.site;

import io.mkube.app.console.CommandException;
import io.mkube.app.console.FileFailure;
import io.mkube.app.lifecycle.ClosingStack;
import io.mkube.app.site.Endpoints.NameServer;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import io.mkube.routeros.simulator.SimulatorConfig.InitialBridge;
import io.mkube.routeros.simulator.fault.FaultPlan;
import io.mkube.routeros.simulator.microdns.MicroDnsConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;
import io.mkube.routeros.simulator.start.SimulatorStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The simulated router of a site, and a simulated microdns for each of its networks. */
public final class SimulatedSite implements AutoCloseable {
  /** Name of the router and of its Node. */
  public static final String ROUTER = "rose1";

  /** Release of RouterOS that is simulated unless another is asked for. */
  public static final String RELEASE = "7.21.5";

  /** Folder on the router for everything of mkube. */
  public static final String STORAGE_ROOT = "raid1/mkube";

  private final ClosingStack open;
  private final RouterOsSimulator router;
  private final List<SiteNetwork> networks;
  private final Map<String, NameServer> nameServers;

  private SimulatedSite(
      ClosingStack open,
      RouterOsSimulator router,
      List<SiteNetwork> networks,
      Map<String, NameServer> nameServers) {
    this.open = open;
    this.router = router;
    this.networks = List.copyOf(networks);
    this.nameServers = Map.copyOf(nameServers);
  }

  /**
   * What to simulate.
   *
   * @param listen address of all ports
   * @param port port of the router's REST interface; 0 for the last one if it is free
   * @param version release of RouterOS
   * @param data where the site goes on existing; empty for memory
   * @param faults what goes wrong
   * @param networks networks of the site
   */
  public record Options(
      InetAddress listen,
      int port,
      String version,
      Optional<Path> data,
      FaultPlan faults,
      List<SiteNetwork> networks) {
    public Options {
      networks = List.copyOf(networks);
    }
  }

  /**
   * Starts the router and the name servers.
   *
   * @throws CommandException if a port or the data directory is in use, or the release is unknown
   */
  public static SimulatedSite start(Options options) throws CommandException {
    ClosingStack open = new ClosingStack();
    try {
      RouterOsSimulator router = open.opened(RouterOsSimulator.start(routerConfig(options)));
      Map<String, NameServer> nameServers = new TreeMap<>();
      for (SiteNetwork network : options.networks()) {
        if (network.hasNameServer()) {
          MicroDnsSimulator server =
              open.opened(MicroDnsSimulator.start(nameServerConfig(options, network)));
          String rest = server.url().getAuthority();
          String host = rest.substring(0, rest.lastIndexOf(':'));
          nameServers.put(
              network.name(), new NameServer(host + ":" + server.dns().getPort(), rest));
        }
      }
      return new SimulatedSite(open, router, options.networks(), nameServers);
    } catch (SimulatorStartException | IllegalArgumentException e) {
      open.closeAfter(e);
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Base of the router's REST interface. */
  public URI routerUrl() {
    return router.url();
  }

  /** Where everything listens; the caller adds what else its process has. */
  public Endpoints endpoints() {
    return new Endpoints(
        null, null, router.url().getAuthority(), router.controlUrl().getAuthority(), nameServers);
  }

  /**
   * Writes {@code endpoints.json} and {@code networks.yaml}, the networks as objects of the API.
   *
   * @throws CommandException if the folder cannot be written
   */
  public void describeIn(Path data) throws CommandException {
    try {
      Files.writeString(
          data.resolve("networks.yaml"), new SiteNetworks(networks, nameServers).yaml());
      endpoints().write(data);
    } catch (IOException e) {
      throw new CommandException(
          "data directory " + data + ": cannot be written: " + FileFailure.reason(e), e);
    }
  }

  @Override
  public void close() {
    open.close();
  }

  private static SimulatorConfig routerConfig(Options options) {
    SimulatorConfig config =
        SimulatorConfig.defaults()
            .withListen(options.listen())
            .withPort(options.port())
            .withVersion(options.version())
            .withFaults(options.faults())
            .withIdentity(ROUTER)
            .withBridges(bridges(options.networks()));
    return options
        .data()
        .map(data -> config.withDataDirectory(data.resolve("router")))
        .orElse(config);
  }

  private static MicroDnsConfig nameServerConfig(Options options, SiteNetwork network) {
    MicroDnsConfig config = MicroDnsConfig.defaults().withListen(options.listen());
    return options
        .data()
        .map(data -> config.withDataDirectory(data.resolve("microdns").resolve(network.name())))
        .orElse(config);
  }

  private static List<InitialBridge> bridges(List<SiteNetwork> networks) {
    return networks.stream()
        .map(network -> new InitialBridge(network.name(), network.gatewayWithPrefix()))
        .toList();
  }
}
