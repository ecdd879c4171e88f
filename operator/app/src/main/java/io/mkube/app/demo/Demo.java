package io.mkube.app.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.config.RunConfig.Device;
import io.mkube.app.config.Security;
import io.mkube.app.console.CommandException;
import io.mkube.app.console.FileFailure;
import io.mkube.app.lifecycle.BackgroundStart;
import io.mkube.app.lifecycle.ClosingStack;
import io.mkube.app.site.Endpoints;
import io.mkube.app.site.PortWish;
import io.mkube.app.site.SimulatedSite;
import io.mkube.app.site.SiteNetwork;
import io.mkube.app.site.SiteNetworks;
import io.mkube.app.wiring.ControlPlane;
import io.mkube.app.wiring.KubeconfigFile;
import io.mkube.app.wiring.ServedApi;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.simulator.fault.FaultPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A whole site in one process: simulated router and name servers, API server, controllers. The
 * parts talk to each other through sockets only, as they would on several machines. What it keeps
 * lies in one data directory, and a restart goes on with it.
 */
public final class Demo implements AutoCloseable {
  private final ClosingStack open;
  private final Endpoints endpoints;

  private Demo(ClosingStack open, Endpoints endpoints) {
    this.open = open;
    this.endpoints = endpoints;
  }

  /**
   * What a person may choose.
   *
   * @param data data directory
   * @param listen address of all ports
   * @param port port of the API; 0 for the last one if it is free, else a free one
   * @param httpPort port of health and metrics, likewise
   * @param kubeconfig where the kubeconfig goes
   * @param security keys, names and the audit log
   */
  public record Options(
      Path data, String listen, int port, int httpPort, Path kubeconfig, Security security) {
    /** With the usual keys, names and no audit log. */
    public Options(Path data, String listen, int port, int httpPort, Path kubeconfig) {
      this(data, listen, port, httpPort, kubeconfig, Security.DEFAULT);
    }
  }

  /**
   * Starts the demo and returns when the API serves, the controllers run, and the Node and the
   * Networks are Ready.
   *
   * @throws CommandException if a port, the data directory or the kubeconfig cannot be used
   */
  public static Demo start(Options options) throws CommandException, InterruptedException {
    KubeconfigFile kubeconfig = new KubeconfigFile(options.kubeconfig());
    kubeconfig.check();
    ClosingStack open = new ClosingStack();
    try {
      Endpoints endpoints = start(options, kubeconfig, open);
      return new Demo(open, endpoints);
    } catch (CommandException | InterruptedException | RuntimeException e) {
      open.closeAfter(e);
      throw e;
    }
  }

  /** Where everything listens. */
  public Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public void close() {
    open.close();
  }

  private static Endpoints start(Options options, KubeconfigFile kubeconfig, ClosingStack open)
      throws CommandException, InterruptedException {
    InetAddress listen = ServedApi.addresses(options.listen()).getFirst();
    BackgroundStart<SimulatedSite> simulation =
        open.opened(BackgroundStart.of("simulated-site", () -> simulate(options, listen)));
    ServedApi api = open.opened(ServedApi.start(served(options, listen)));
    kubeconfig.write(api.kubeconfig());
    KubernetesClient client = open.opened(ControlPlane.connect(kubeconfig.path()));
    SimulatedSite site = simulation.get();

    open.opened(
        ControlPlane.start(client, List.of(device(site)), SiteNetwork.DEFAULT, api.kubelet()));
    new SiteNetworks(SiteNetwork.ALL, site.endpoints().networks()).ensure(client);
    Readiness.await(client, SimulatedSite.ROUTER, names());

    Endpoints endpoints = site.endpoints().with(api.api(), api.http().orElse(null));
    try {
      endpoints.write(options.data());
    } catch (IOException e) {
      throw new CommandException(
          "data directory " + options.data() + ": cannot be written: " + FileFailure.reason(e), e);
    }
    return endpoints;
  }

  private static SimulatedSite simulate(Options options, InetAddress listen)
      throws CommandException {
    return SimulatedSite.start(
        new SimulatedSite.Options(
            listen,
            0,
            SimulatedSite.RELEASE,
            Optional.of(options.data()),
            FaultPlan.parse("profile=demo"),
            SiteNetwork.ALL));
  }

  private static Api.Served served(Options options, InetAddress listen) {
    Endpoints last = Endpoints.read(options.data());
    PortWish ports = new PortWish(listen);
    return new Api.Served(
        options.data().resolve("api"),
        Optional.empty(),
        options.listen(),
        options.port() == 0 ? ports.again(last.api()) : options.port(),
        options.httpPort() == 0 ? ports.again(last.http()) : options.httpPort(),
        Optional.empty(),
        Optional.empty(),
        options.security());
  }

  private static Device device(SimulatedSite site) {
    return new Device(
        new DeviceSettings(
            SimulatedSite.ROUTER,
            SimulatedSite.STORAGE_ROOT,
            List.of(site.routerUrl().getHost()),
            DeviceSettings.DEFAULT_CYCLE),
        new RouterOsConfig(site.routerUrl(), "admin", ""));
  }

  private static Set<String> names() {
    return SiteNetwork.ALL.stream().map(SiteNetwork::name).collect(Collectors.toSet());
  }
}
