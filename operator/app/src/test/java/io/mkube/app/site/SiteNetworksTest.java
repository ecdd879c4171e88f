package io.mkube.app.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.config.StoreLocation;
import io.mkube.app.site.Endpoints.NameServer;
import io.mkube.app.wiring.ControlPlane;
import io.mkube.app.wiring.KubeconfigFile;
import io.mkube.app.wiring.ServedApi;
import io.mkube.controllers.definition.Definitions;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkDns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteNetworksTest {
  @TempDir Path folder;

  @Test
  void createsWhatIsMissingAndFollowsNameServersOnly() throws Exception {
    Api.Served options =
        new Api.Served(
            folder,
            Optional.of(new StoreLocation.Memory()),
            "127.0.0.1",
            0,
            0,
            Optional.empty(),
            Optional.empty());
    KubeconfigFile kubeconfig = new KubeconfigFile(options.kubeconfigFile());
    try (ServedApi api = ServedApi.start(options)) {
      kubeconfig.write(api.kubeconfig());
      try (KubernetesClient client = ControlPlane.connect(kubeconfig.path())) {
        Definitions.apply(client);

        networks(8080).ensure(client);

        assertEquals(4, client.resources(Network.class).list().getItems().size());
        Network g10 = get(client, "g10");
        assertEquals("192.168.10.0/24", g10.getSpec().cidr());
        assertEquals("192.168.10.200", Objects.requireNonNull(g10.getSpec().ipam()).start());
        assertEquals("http://127.0.0.1:8080", dns(g10).endpoint());
        assertEquals(8081, dns(g10).queryPort());
        Network gw = get(client, "gw");
        assertEquals(true, gw.getSpec().externalDNS());
        assertNull(dns(gw).endpoint());

        client
            .resources(Network.class)
            .withName("g10")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"staticRecords\":[{\"name\":\"nas\",\"ip\":\"192.168.10.5\"}]}}");
        networks(9090).ensure(client);

        Network moved = get(client, "g10");
        assertEquals("http://127.0.0.1:9090", dns(moved).endpoint());
        assertEquals(9091, dns(moved).queryPort());
        assertEquals("nas", moved.getSpec().staticRecords().getFirst().name());

        networks(9090).ensure(client);
        assertEquals(version(moved), version(get(client, "g10")));
      }
    }
  }

  @Test
  void printsThemForKubectl() {
    String yaml = networks(8080).yaml();

    List<Network> networks =
        List.of(yaml.split("(?m)^---$", -1)).stream()
            .filter(document -> !document.isBlank())
            .map(document -> Serialization.unmarshal(document, Network.class))
            .toList();
    assertEquals(
        List.of("gt", "g10", "g11", "gw"),
        networks.stream().map(network -> network.getMetadata().getName()).toList());
    assertEquals("http://127.0.0.1:8080", dns(networks.getFirst()).endpoint());
  }

  private static SiteNetworks networks(int port) {
    NameServer server = new NameServer("127.0.0.1:" + (port + 1), "127.0.0.1:" + port);
    return new SiteNetworks(SiteNetwork.ALL, Map.of("gt", server, "g10", server, "g11", server));
  }

  private static Network get(KubernetesClient client, String name) {
    return Objects.requireNonNull(client.resources(Network.class).withName(name).get());
  }

  private static NetworkDns dns(Network network) {
    return Objects.requireNonNull(network.getSpec().dns());
  }

  private static String version(Network network) {
    ObjectMeta metadata = network.getMetadata();
    return metadata.getResourceVersion();
  }
}
