package io.mkube.app.demo;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.app.console.CommandException;
import io.mkube.crds.network.Network;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Waits until the router and its networks can take pods. */
final class Readiness {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Readiness() {}

  /**
   * Returns when a Node and some Networks are Ready.
   *
   * @throws CommandException if they are not after two minutes
   */
  static void await(KubernetesClient client, String node, Set<String> networks)
      throws CommandException, InterruptedException {
    CompletableFuture<List<Node>> nodes =
        client.nodes().informOnCondition(found -> found.stream().anyMatch(n -> isReady(n, node)));
    CompletableFuture<List<Network>> all =
        client
            .resources(Network.class)
            .informOnCondition(found -> readyNetworks(found).containsAll(networks));
    try {
      CompletableFuture.allOf(nodes, all).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CommandException(
          "not ready after "
              + LIMIT.toSeconds()
              + " s: see kubectl describe node "
              + node
              + " and kubectl describe networks",
          e);
    } catch (ExecutionException e) {
      throw new CommandException("cannot follow the API server: " + e.getCause(), e);
    } finally {
      nodes.cancel(true);
      all.cancel(true);
    }
  }

  private static boolean isReady(Node node, String name) {
    return node.getMetadata().getName().equals(name)
        && node.getStatus() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static Set<String> readyNetworks(List<Network> networks) {
    return networks.stream()
        .filter(
            network ->
                network.getStatus().conditions().stream()
                    .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus())))
        .map(network -> network.getMetadata().getName())
        .collect(Collectors.toSet());
  }
}
