package io.mkube.controllers.network;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.mkube.controllers.placement.Placement;
import io.mkube.crds.network.Network;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The pods of each network. A network is woken when one comes or goes. */
final class NetworkUsers {
  private final Placement placement;
  private final InformerEventSource<Pod, Network> pods;

  NetworkUsers(Placement placement, EventSourceContext<Network> context) {
    this.placement = placement;
    this.pods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, Network.class)
                .withSecondaryToPrimaryMapper(
                    pod ->
                        name(pod, context.getPrimaryCache().list())
                            .map(name -> Set.of(new ResourceID(name)))
                            .orElse(Set.of()))
                .withPrimaryToSecondaryMapper((Network network) -> Set.of())
                .withOnUpdateFilter(
                    (pod, before) -> !placement.networkOf(pod).equals(placement.networkOf(before)))
                .build(),
            context);
  }

  EventSource<Pod, Network> source() {
    return pods;
  }

  /** The pods of a network as {@code namespace/name}, in order. */
  List<String> of(Network network, Collection<Network> networks) {
    Optional<String> wanted = Optional.of(network.getMetadata().getName());
    return pods.list(pod -> name(pod, networks.stream()).equals(wanted))
        .map(pod -> pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** Pods that name no network are on the default one, else on the first by name. */
  private Optional<String> name(Pod pod, Stream<Network> networks) {
    return placement
        .networkOf(pod)
        .or(() -> networks.map(network -> network.getMetadata().getName()).min(String::compareTo));
  }
}
