package io.mkube.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.mkube.controllers.ControllersConfig.Part;
import io.mkube.controllers.address.AddressClaims;
import io.mkube.controllers.binding.BindingReconciler;
import io.mkube.controllers.definition.Definitions;
import io.mkube.controllers.deployment.DeploymentReconciler;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.Observations;
import io.mkube.controllers.kubelet.KubeletServer;
import io.mkube.controllers.kubelet.KubeletSettings;
import io.mkube.controllers.network.NetworkPorts;
import io.mkube.controllers.network.NetworkReconciler;
import io.mkube.controllers.network.UdpProbe;
import io.mkube.controllers.node.KubeletEndpoint;
import io.mkube.controllers.node.NodeKeeper;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.placement.Placement;
import io.mkube.controllers.pod.PodPorts;
import io.mkube.controllers.pod.PodReconciler;
import io.mkube.controllers.status.KubernetesEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The controllers of one control plane, running. They are ordinary clients of the API server:
 * whoever embeds them brings the connection. Thread-safe.
 */
public final class MkubeControllers implements AutoCloseable {
  /** Objects that are worked on at the same time; the others wait. */
  private static final int CONCURRENCY = 32;

  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final ControllersConfig config;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(CONCURRENCY, Thread.ofVirtual().name("worker-", 0).factory());
  private final Devices devices;
  private final DnsServers dns;
  private final Observations observations;
  private final KubernetesEvents events;
  private final Operator operator;
  private final List<NodeKeeper> nodes = new ArrayList<>();
  private @Nullable KubeletServer kubelet;

  private MkubeControllers(KubernetesClient client, ControllersConfig config) {
    this.client = client;
    this.config = config;
    this.devices =
        Devices.of(
            config.routers().stream()
                .map(
                    router ->
                        new DeviceNode(
                            router.settings(), router.connection(), config.guard(), config.clock()))
                .toList());
    this.dns = new DnsServers(config.dns(), config.guard(), config.clock());
    this.observations = new Observations(devices, dns, shortestCycle(config));
    this.events = new KubernetesEvents(client, config.clock(), "mkube", "mkube");
    this.operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false)
                    .withExecutorService(workers)
                    .withReconciliationTerminationTimeout(STOP_WITHIN));
  }

  /**
   * Starts the controllers and returns when they have read the state of the API server. They run
   * until {@link #close}.
   *
   * @param client connection to the API server; stays the caller's to close, after this
   * @param config what to run; the connections to its routers belong to the result, and are closed
   *     when this fails
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not
   *     answer or refuses
   */
  public static MkubeControllers start(KubernetesClient client, ControllersConfig config) {
    MkubeControllers controllers = new MkubeControllers(client, config);
    try {
      controllers.start();
      return controllers;
    } catch (RuntimeException e) {
      controllers.close();
      throw e;
    }
  }

  /** Whether all controllers run and follow the API server. */
  public boolean ready() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** The routers and their latest readings. */
  public Devices devices() {
    return devices;
  }

  /** Stops the controllers in the middle of what they do, and closes the routers' connections. */
  @Override
  public void close() {
    observations.close();
    nodes.forEach(NodeKeeper::close);
    if (kubelet != null) {
      kubelet.close();
    }
    operator.stop();
    workers.shutdownNow();
    events.close();
    devices.all().forEach(DeviceNode::close);
  }

  private void start() {
    if (config.definitions() == ControllersConfig.Definitions.APPLIED) {
      Definitions.apply(client);
    }
    Placement placement = new Placement(devices, config.defaultNetwork());
    ClusterUid cluster =
        ClusterUid.of(client.namespaces().withName(ClusterUid.NAMESPACE).require());
    if (config.parts().contains(Part.BINDING)) {
      register(new BindingReconciler(client, placement, events, config.clock()));
    }
    if (config.parts().contains(Part.DEPLOYMENT)) {
      register(new DeploymentReconciler(client, events, config.clock()));
    }
    if (config.parts().contains(Part.NETWORK)) {
      register(new NetworkReconciler(networkPorts(cluster, placement)));
    }
    if (config.parts().contains(Part.POD)) {
      register(new PodReconciler(podPorts(cluster), observations));
    }
    operator.start();
    observations.start();
    KubeletEndpoint endpoint = serveLogs();
    if (config.parts().contains(Part.NODE)) {
      devices
          .all()
          .forEach(
              device ->
                  nodes.add(
                      new NodeKeeper(client, device, events, config.clock(), endpoint).start()));
    }
  }

  /** Where the API server finds logs; null if it does not. */
  private @Nullable KubeletEndpoint serveLogs() {
    KubeletSettings settings = config.kubelet();
    if (settings == null) {
      return null;
    }
    try {
      KubeletServer served = KubeletServer.start(client, devices, config.clock(), settings);
      kubelet = served;
      return new KubeletEndpoint(settings.host(), served.port(), settings.fingerprint());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve logs on %s port %d: %s"
              .formatted(settings.listen().getHostAddress(), settings.port(), e.getMessage()),
          e);
    }
  }

  private NetworkPorts networkPorts(ClusterUid cluster, Placement placement) {
    return new NetworkPorts(
        cluster,
        client,
        placement,
        dns,
        new UdpProbe(RandomGenerator.getDefault()),
        events,
        config.clock(),
        shortestCycle(config));
  }

  /** Name servers and networks are looked at as often as the router that is looked at most. */
  private static Duration shortestCycle(ControllersConfig config) {
    return config.routers().stream()
        .map(router -> router.settings().cycle())
        .min(Duration::compareTo)
        .orElse(DeviceSettings.DEFAULT_CYCLE);
  }

  private PodPorts podPorts(ClusterUid cluster) {
    return new PodPorts(
        cluster,
        client,
        devices,
        dns,
        new AddressClaims(client),
        config.images(),
        events,
        config.clock(),
        config.defaultNetwork());
  }

  /** Failures are retried for ever: the cause may be an outage of any length. */
  private <P extends HasMetadata> void register(Reconciler<P> reconciler) {
    GenericRetry retry = new GenericRetry().setInitialInterval(FIRST_RETRY).withoutMaxAttempts();
    retry.setMaxInterval(LONGEST_RETRY.toMillis());
    operator.register(reconciler, overrider -> overrider.withRetry(retry));
  }
}
