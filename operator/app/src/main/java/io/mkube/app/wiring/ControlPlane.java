package io.mkube.app.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mkube.app.config.RunConfig.Device;
import io.mkube.app.console.CommandException;
import io.mkube.app.lifecycle.ClosingStack;
import io.mkube.controllers.ControllersConfig;
import io.mkube.controllers.ControllersConfig.Router;
import io.mkube.controllers.MkubeControllers;
import io.mkube.controllers.kubelet.KubeletSettings;
import io.mkube.images.RemoteImages;
import io.mkube.routeros.microdns.DnsZones;
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.rest.RouterOs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The controllers of some devices, running as clients of an API server. */
public final class ControlPlane implements AutoCloseable {
  /** Three seconds in all, from 100 ms on; reconcilers and watches try again by themselves. */
  private static final int RETRIES = 5;

  private final ClosingStack open;

  private ControlPlane(ClosingStack open) {
    this.open = open;
  }

  /**
   * A client of the API server that a kubeconfig names; the caller closes it.
   *
   * @throws CommandException if the file cannot be read or is no kubeconfig
   */
  public static KubernetesClient connect(Path kubeconfig) throws CommandException {
    if (!Files.isReadable(kubeconfig)) {
      throw new CommandException("kubeconfig " + kubeconfig + ": cannot be read");
    }
    try {
      Config config = Config.fromKubeconfig(kubeconfig.toFile());
      config.setRequestRetryBackoffLimit(RETRIES);
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (RuntimeException e) {
      throw new CommandException(
          "kubeconfig " + kubeconfig + ": cannot be used: " + reason(rootCause(e)), e);
    }
  }

  /**
   * Starts the controllers and returns when they follow the API server. A device that does not
   * answer is no failure: its Node tells.
   *
   * @param client connection to the API server; stays the caller's to close, after this
   * @param defaultNetwork network of pods that name none; null when such pods wait
   * @param kubelet how logs are served to the API server; null for not at all
   * @throws CommandException if the API server does not answer or refuses
   */
  public static ControlPlane start(
      KubernetesClient client,
      List<Device> devices,
      @Nullable String defaultNetwork,
      @Nullable KubeletSettings kubelet)
      throws CommandException {
    ClosingStack open = new ClosingStack();
    NameServers nameServers = open.opened(new NameServers());
    List<Router> routers =
        devices.stream()
            .map(device -> new Router(device.settings(), RouterOs.connect(device.connection())))
            .toList();
    ControllersConfig config = ControllersConfig.of(routers, nameServers::at, new RemoteImages());
    if (kubelet != null) {
      config = config.withKubelet(kubelet);
    }
    try {
      open.opened(
          MkubeControllers.start(
              client, defaultNetwork == null ? config : config.withDefaultNetwork(defaultNetwork)));
      return new ControlPlane(open);
    } catch (KubernetesClientException e) {
      open.closeAfter(e);
      throw new CommandException(
          "API server " + client.getMasterUrl() + ": " + reason(rootCause(e)), e);
    }
  }

  @Override
  public void close() {
    open.close();
  }

  private static String reason(Throwable failure) {
    return failure instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(failure.getMessage());
  }

  private static Throwable rootCause(Throwable failure) {
    return failure.getCause() == null ? failure : rootCause(failure.getCause());
  }

  /** The clients of the name servers that Networks point to. */
  private static final class NameServers implements AutoCloseable {
    private final Map<String, MicroDns> clients = new ConcurrentHashMap<>();

    DnsZones at(String endpoint) {
      return clients.computeIfAbsent(endpoint, url -> MicroDns.connect(URI.create(url)));
    }

    @Override
    public void close() {
      clients.values().forEach(MicroDns::close);
    }
  }
}
