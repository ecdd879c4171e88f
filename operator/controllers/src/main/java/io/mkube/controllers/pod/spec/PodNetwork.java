package io.mkube.controllers.pod.spec;

import io.fabric8.kubernetes.api.model.Pod;
import io.mkube.controllers.address.AddressSpace;
import io.mkube.crds.annotation.MkubeAnnotations;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkDns;
import io.mkube.crds.network.NetworkSpec;
import io.mkube.crds.status.ConditionReasons;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The network of a pod.
 *
 * @param name name of the network
 * @param bridge bridge on the device
 * @param space its addresses
 * @param allocations addresses in use
 * @param dnsServer address at which its DNS server answers queries
 * @param zone where names of its pods are written to; empty when it has no zone, or one that
 *     somebody else runs
 */
public record PodNetwork(
    String name,
    String bridge,
    AddressSpace space,
    List<AddressAllocation> allocations,
    Optional<String> dnsServer,
    Optional<Zone> zone) {
  public PodNetwork {
    allocations = List.copyOf(allocations);
  }

  /**
   * A zone that we write to.
   *
   * @param endpoint base URL of the server's REST interface
   * @param name name of the zone
   */
  public record Zone(String endpoint, String name) {}

  /**
   * The network that a pod names, else the default one.
   *
   * @param fallback name of the default network; null means the first one by name
   * @throws PodRefusal if there is no such network
   */
  public static Network choose(Pod pod, Collection<Network> networks, @Nullable String fallback) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String named = annotations == null ? null : annotations.get(MkubeAnnotations.NETWORK);
    String wanted = named == null || named.isBlank() ? fallback : named.strip();
    Optional<Network> found =
        wanted == null
            ? networks.stream().min(Comparator.comparing(n -> n.getMetadata().getName()))
            : networks.stream().filter(n -> n.getMetadata().getName().equals(wanted)).findFirst();
    return found.orElseThrow(
        () ->
            new PodRefusal(
                ConditionReasons.NETWORK_NOT_FOUND,
                wanted == null
                    ? "there is no network; create one"
                    : "there is no network \""
                        + wanted
                        + "\"; create it or change the annotation "
                        + MkubeAnnotations.NETWORK));
  }

  /**
   * The network as pods see it.
   *
   * @throws PodRefusal if its spec is malformed
   */
  public static PodNetwork of(Network network) {
    String name = network.getMetadata().getName();
    NetworkSpec spec = network.getSpec();
    if (spec == null) {
      throw new PodRefusal(ConditionReasons.NETWORK_NOT_READY, "network " + name + " has no spec");
    }
    try {
      return new PodNetwork(
          name,
          network.bridgeName(),
          AddressSpace.of(spec),
          network.getStatus().allocations(),
          Optional.ofNullable(spec.dns()).map(NetworkDns::server),
          zone(spec));
    } catch (IllegalArgumentException e) {
      throw new PodRefusal(
          ConditionReasons.NETWORK_NOT_READY, "network " + name + ": " + e.getMessage());
    }
  }

  private static Optional<Zone> zone(NetworkSpec spec) {
    NetworkDns dns = spec.dns();
    if (dns == null || spec.externalDNS()) {
      return Optional.empty();
    }
    String zone = dns.zone();
    return zone == null ? Optional.empty() : dns.restUrl().map(url -> new Zone(url, zone));
  }
}
