package io.mkube.controllers;

import io.mkube.controllers.device.DeviceSettings;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.controllers.kubelet.KubeletSettings;
import io.mkube.images.Images;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.microdns.DnsZones;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the controllers need to know.
 *
 * @param routers the routers of this control plane; {@link MkubeControllers} closes their
 *     connections
 * @param defaultNetwork network of pods that name none; null means that such pods wait
 * @param dns connects to the microdns server at an endpoint, without talking to it; the connections
 *     stay the caller's to close
 * @param images decides how a router gets an image
 * @param parts the controllers to run
 * @param definitions whether the definitions of mkube's kinds are applied first
 * @param guard asked before every write to a router or DNS server
 * @param clock time for conditions, heartbeats and back-off
 * @param kubelet how logs are served to the API server; null for not at all
 */
public record ControllersConfig(
    List<Router> routers,
    @Nullable String defaultNetwork,
    Function<String, DnsZones> dns,
    Images images,
    Set<Part> parts,
    Definitions definitions,
    WriteGuard guard,
    InstantSource clock,
    @Nullable KubeletSettings kubelet) {
  public ControllersConfig {
    routers = List.copyOf(routers);
    parts = Set.copyOf(parts);
    if (routers.stream().map(router -> router.settings().nodeName()).distinct().count()
        != routers.size()) {
      throw new IllegalArgumentException("two routers have the same node name");
    }
  }

  /**
   * A router and the connection to it.
   *
   * @param settings what is known of it beforehand
   * @param connection an open connection
   */
  public record Router(DeviceSettings settings, RouterOsDevice connection) {}

  /** A controller that can be left out. */
  public enum Part {
    /** Binds pods to routers; in a real cluster the scheduler does. */
    BINDING,
    /** Keeps the pods of Deployments; in a real cluster the controller manager does. */
    DEPLOYMENT,
    /** Keeps Networks. */
    NETWORK,
    /** Keeps the Node and the heartbeat of each router. */
    NODE,
    /** Runs pods. */
    POD
  }

  /** Who brings the definitions of mkube's kinds to the API server. */
  public enum Definitions {
    /** The controllers, when they start. */
    APPLIED,
    /** Somebody else, before. */
    PRESENT
  }

  /** All controllers over the given routers, without default network. */
  public static ControllersConfig of(
      List<Router> routers, Function<String, DnsZones> dns, Images images) {
    return new ControllersConfig(
        routers,
        null,
        dns,
        images,
        EnumSet.allOf(Part.class),
        Definitions.APPLIED,
        WriteGuard.OPEN,
        InstantSource.system(),
        null);
  }

  /** The same with another default network. */
  public ControllersConfig withDefaultNetwork(String network) {
    return new ControllersConfig(
        routers, network, dns, images, parts, definitions, guard, clock, kubelet);
  }

  /** The same with other controllers. */
  public ControllersConfig withParts(Set<Part> others) {
    return new ControllersConfig(
        routers, defaultNetwork, dns, images, others, definitions, guard, clock, kubelet);
  }

  /** The same in a cluster whose own controllers bind pods and keep Deployments. */
  public ControllersConfig inRealCluster() {
    return withParts(EnumSet.complementOf(EnumSet.of(Part.BINDING, Part.DEPLOYMENT)));
  }

  /** The same with other definitions. */
  public ControllersConfig withDefinitions(Definitions other) {
    return new ControllersConfig(
        routers, defaultNetwork, dns, images, parts, other, guard, clock, kubelet);
  }

  /** The same with another guard. */
  public ControllersConfig withGuard(WriteGuard other) {
    return new ControllersConfig(
        routers, defaultNetwork, dns, images, parts, definitions, other, clock, kubelet);
  }

  /** The same with another clock. */
  public ControllersConfig withClock(InstantSource other) {
    return new ControllersConfig(
        routers, defaultNetwork, dns, images, parts, definitions, guard, other, kubelet);
  }

  /** The same with logs for the API server. */
  public ControllersConfig withKubelet(KubeletSettings settings) {
    return new ControllersConfig(
        routers, defaultNetwork, dns, images, parts, definitions, guard, clock, settings);
  }
}
