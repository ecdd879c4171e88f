package io.mkube.examples;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.mkube.controllers.address.AddressClaims;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.Observations;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.pod.PodPorts;
import io.mkube.controllers.pod.PodReconciler;
import io.mkube.controllers.status.KubernetesEvents;
import io.mkube.images.RemoteImages;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.rest.RouterOs;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An operator of one's own that runs pods on a router: mkube's Pod reconciler, registered with the
 * Java Operator SDK like any other. Pods run that are bound to the node {@code rose1}; whoever
 * binds them (a scheduler, mkube, a person) is not part of this program. It works with every
 * Kubernetes API that has mkube's definitions ({@code mkube crds | kubectl apply -f -}) and a
 * Network.
 */
public final class EmbeddedPodReconciler implements AutoCloseable {
  private static final Clock CLOCK = Clock.systemUTC();

  private final DeviceNode router;
  private final Observations observations;
  private final KubernetesEvents events;
  private final Operator operator;

  private EmbeddedPodReconciler(KubernetesClient client, RouterOsConfig connection) {
    DeviceSettings settings =
        new DeviceSettings("rose1", "raid1/mkube", List.of(), DeviceSettings.DEFAULT_CYCLE);
    router = new DeviceNode(settings, RouterOs.connect(connection), WriteGuard.OPEN, CLOCK);
    Devices devices = Devices.of(List.of(router));
    DnsServers dns =
        new DnsServers(endpoint -> MicroDns.connect(URI.create(endpoint)), WriteGuard.OPEN, CLOCK);
    observations = new Observations(devices, dns, DeviceSettings.DEFAULT_CYCLE);
    events = new KubernetesEvents(client, CLOCK, "embedded", "embedded");
    PodPorts ports =
        new PodPorts(
            ClusterUid.of(client.namespaces().withName(ClusterUid.NAMESPACE).require()),
            client,
            devices,
            dns,
            new AddressClaims(client),
            new RemoteImages(),
            events,
            CLOCK,
            null);
    operator =
        new Operator(
            settingsOf -> settingsOf.withKubernetesClient(client).withCloseClientOnStop(false));
    operator.register(new PodReconciler(ports, observations));
  }

  /**
   * Starts the reconciler; it runs until it is closed.
   *
   * @param client connection to the API server; stays the caller's to close
   * @param connection the router
   */
  public static EmbeddedPodReconciler start(KubernetesClient client, RouterOsConfig connection) {
    EmbeddedPodReconciler embedded = new EmbeddedPodReconciler(client, connection);
    embedded.operator.start();
    embedded.observations.start();
    return embedded;
  }

  @Override
  public void close() {
    observations.close();
    operator.stop();
    events.close();
    router.close();
  }

  /**
   * Runs until the process is stopped. The API server is the one that {@code KUBECONFIG} names.
   *
   * @param args URL of the router's REST interface, user, password
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("usage: EmbeddedPodReconciler http://192.168.88.1/rest USER PASSWORD");
      System.exit(2);
    }
    RouterOsConfig connection = new RouterOsConfig(URI.create(args[0]), args[1], args[2]);
    try (KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.autoConfigure(null)).build();
        EmbeddedPodReconciler reconciler = start(client, connection)) {
      Runtime.getRuntime().addShutdownHook(new Thread(reconciler::close));
      new CountDownLatch(1).await();
    }
  }
}
