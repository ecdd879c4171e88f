package io.mkube.app.site;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.app.site.Endpoints.NameServer;
import io.mkube.crds.network.AddressRange;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkDns;
import io.mkube.crds.network.NetworkSpec;
import io.mkube.crds.network.NetworkType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The networks of a site as objects of the API. */
public final class SiteNetworks {
  private final List<SiteNetwork> networks;
  private final Map<String, NameServer> nameServers;

  /** Networks whose names are served by {@code nameServers}, by name of the network. */
  public SiteNetworks(List<SiteNetwork> networks, Map<String, NameServer> nameServers) {
    this.networks = List.copyOf(networks);
    this.nameServers = Map.copyOf(nameServers);
  }

  /**
   * Creates the networks that do not exist. An existing one belongs to whoever changed it: only the
   * address of its name server and its port are corrected, when it is a simulated one that moved.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  public void ensure(KubernetesClient client) {
    for (SiteNetwork network : networks) {
      Resource<Network> resource = client.resources(Network.class).withName(network.name());
      Network found = resource.get();
      if (found == null) {
        client.resource(object(network)).create();
      } else if (moved(found, network)) {
        resource.patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of(
                    "spec",
                    Map.of(
                        "dns",
                        Map.of("endpoint", endpoint(network), "port", queryPort(network))))));
      }
    }
  }

  /** The networks as YAML documents for {@code kubectl apply}. */
  public String yaml() {
    return networks.stream()
        .map(network -> Serialization.asYaml(object(network)))
        .collect(Collectors.joining());
  }

  private boolean moved(Network found, SiteNetwork network) {
    NetworkDns dns = found.getSpec().dns();
    return network.hasNameServer()
        && dns != null
        && Objects.equals(dns.server(), network.nameServer())
        && !(Objects.equals(dns.endpoint(), endpoint(network))
            && dns.queryPort() == queryPort(network));
  }

  private Network object(SiteNetwork network) {
    Network object = new Network();
    object.setMetadata(new ObjectMetaBuilder().withName(network.name()).build());
    object.setSpec(spec(network));
    return object;
  }

  private NetworkSpec spec(SiteNetwork network) {
    return new NetworkSpec(
        network.hasNameServer() ? NetworkType.DATA : NetworkType.EXTERNAL,
        network.name(),
        network.cidr(),
        null,
        network.gateway(),
        null,
        null,
        null,
        network.hasNameServer()
            ? new NetworkDns(
                endpoint(network), network.zone(), network.nameServer(), queryPort(network))
            : new NetworkDns(null, network.zone(), null, null),
        null,
        range(network),
        null,
        !network.hasNameServer(),
        false,
        List.of(),
        null,
        false);
  }

  private static @Nullable AddressRange range(SiteNetwork network) {
    return network.firstAddress().isEmpty()
        ? null
        : new AddressRange(network.firstAddress(), network.lastAddress());
  }

  private String endpoint(SiteNetwork network) {
    return "http://" + server(network).microdns();
  }

  private int queryPort(SiteNetwork network) {
    return Endpoints.port(server(network).dns());
  }

  private NameServer server(SiteNetwork network) {
    NameServer server = nameServers.get(network.name());
    if (server == null) {
      throw new IllegalStateException("no name server for network " + network.name());
    }
    return server;
  }
}
