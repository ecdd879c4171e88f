package io.mkube.controllers.network;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.controllers.network.NetworkConditions.Facts;
import io.mkube.controllers.status.ConditionWriter;
import io.mkube.controllers.status.EventRecorder;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkStatus;
import io.mkube.crds.network.ServedZone;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.crds.status.ConditionTypes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes the status of Networks, except the addresses, which belong to those who claim them. */
final class NetworkReporter {
  private final KubernetesClient client;
  private final EventRecorder events;
  private final InstantSource clock;

  NetworkReporter(KubernetesClient client, EventRecorder events, InstantSource clock) {
    this.client = client;
    this.events = events;
    this.clock = clock;
  }

  /** Notes a zone before anything is written to it, so that its records are found again. */
  void announce(Network network, Optional<ServedZone> zone) {
    if (zone.isPresent() && !network.getStatus().zones().contains(zone.get())) {
      edit(
          network,
          status -> {
            List<ServedZone> zones = new ArrayList<>(status.zones());
            if (!zones.contains(zone.get())) {
              zones.add(zone.get());
            }
            return status.withZones(zones);
          });
    }
  }

  /** Writes what is new, and tells people when the network becomes ready or stops being so. */
  void report(Network network, Facts facts) {
    NetworkStatus before = network.getStatus();
    NetworkStatus after = NetworkConditions.describe(before, facts, clock.instant());
    if (after.equals(before)) {
      return;
    }
    edit(network, status -> after.withAllocations(status.allocations()));
    Optional<Condition> was = ConditionWriter.find(before.conditions(), ConditionTypes.READY);
    ConditionWriter.find(after.conditions(), ConditionTypes.READY)
        .filter(is -> !is.getReason().equals(was.map(Condition::getReason).orElse("")))
        .ifPresent(is -> tell(network, is));
  }

  private void tell(Network network, Condition ready) {
    if ("True".equals(ready.getStatus())) {
      events.normal(network, "Ready", "the network can be used");
    } else if (!ready.getReason().equals(ConditionReasons.RECONCILING)) {
      events.warning(network, ready.getReason(), ready.getMessage());
    }
  }

  private void edit(Network network, UnaryOperator<NetworkStatus> change) {
    client
        .resources(Network.class)
        .withName(network.getMetadata().getName())
        .editStatus(
            latest -> {
              latest.setStatus(
                  change.apply(
                      Objects.requireNonNullElse(latest.getStatus(), NetworkStatus.EMPTY)));
              return latest;
            });
  }
}
