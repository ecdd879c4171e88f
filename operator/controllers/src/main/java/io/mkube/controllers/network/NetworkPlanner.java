package io.mkube.controllers.network;

import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.network.NetworkDesire.NameService;
import io.mkube.controllers.network.NetworkObservation.BridgeState;
import io.mkube.controllers.network.NetworkObservation.MadeBridge;
import io.mkube.controllers.network.NetworkObservation.Names;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.Plan;
import io.mkube.controllers.record.AddressRecord;
import io.mkube.controllers.record.RecordChange;
import io.mkube.controllers.record.RecordPlanner;
import io.mkube.crds.status.ConditionReasons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Decides what to do about a Network. What can be done is done, whatever else cannot. Pure. */
final class NetworkPlanner {
  /** After a zone was made, its records follow at once. */
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private NetworkPlanner() {}

  /** The steps towards what the network wants. */
  static Plan<NetworkAction> plan(NetworkDesire desire, NetworkObservation seen) {
    if (seen.overlapped().isPresent()) {
      return Plan.nothing(
          new Outcome.Blocked(
              ConditionReasons.OVERLAPS,
              "the address range overlaps that of network " + seen.overlapped().get(),
              Duration.ZERO));
    }
    List<NetworkAction> actions = new ArrayList<>();
    List<Outcome> obstacles = new ArrayList<>();
    for (Map.Entry<String, BridgeState> on : new TreeMap<>(seen.bridges()).entrySet()) {
      bridge(desire, on.getKey(), on.getValue(), actions).ifPresent(obstacles::add);
    }
    actions.addAll(unusedBridges(seen, made -> !made.name().equals(desire.bridge())));
    if (desire.names().isPresent()) {
      names(desire.marker(), desire.names().get(), seen.names(), actions).ifPresent(obstacles::add);
    }
    for (Names former : seen.formerNames()) {
      if (former instanceof Names.Zone zone) {
        actions.addAll(farewell(desire.marker(), zone));
      }
    }
    return new Plan<>(actions, obstacles.isEmpty() ? new Outcome.InSync() : obstacles.getFirst());
  }

  /**
   * The steps that take away what was made for a network.
   *
   * @param mine marker of the network
   */
  static Plan<NetworkAction> remove(Marker mine, NetworkObservation seen) {
    if (!seen.users().isEmpty()) {
      return Plan.nothing(
          new Outcome.Blocked(ConditionReasons.IN_USE, inUse(seen.users()), Duration.ZERO));
    }
    List<NetworkAction> actions = new ArrayList<>(unusedBridges(seen, made -> true));
    List<Outcome> obstacles = new ArrayList<>();
    for (BridgeState state : seen.bridges().values()) {
      if (state instanceof BridgeState.Unreachable silent) {
        obstacles.add(unreachable(ConditionReasons.DEVICE_UNREACHABLE, silent.why()));
      }
    }
    for (Names names : both(seen.names(), seen.formerNames())) {
      switch (names) {
        case Names.None none -> {}
        case Names.Unreachable silent ->
            obstacles.add(unreachable(ConditionReasons.DNS_UNREACHABLE, silent.why()));
        case Names.Zone zone -> actions.addAll(farewell(mine, zone));
      }
    }
    return new Plan<>(actions, obstacles.isEmpty() ? new Outcome.InSync() : obstacles.getFirst());
  }

  /** Whether a zone may still hold something that was written for a network. */
  static boolean holdsOurs(Marker mine, Names names) {
    return switch (names) {
      case Names.None none -> false;
      case Names.Unreachable silent -> true;
      case Names.Zone zone -> !farewell(mine, zone).isEmpty();
    };
  }

  /** A bridge with ports stays: somebody plugged something in. */
  private static List<NetworkAction> unusedBridges(
      NetworkObservation seen, Predicate<MadeBridge> which) {
    return seen.madeBridges().stream()
        .filter(which)
        .filter(made -> made.ports() == 0)
        .<NetworkAction>map(
            made -> new NetworkAction.RemoveBridge(made.router(), made.name(), made.id()))
        .toList();
  }

  private static List<Names> both(Names names, List<Names> former) {
    List<Names> all = new ArrayList<>(former);
    all.addFirst(names);
    return all;
  }

  private static Optional<Outcome> bridge(
      NetworkDesire desire, String router, BridgeState state, List<NetworkAction> actions) {
    return switch (state) {
      case BridgeState.Present present -> Optional.empty();
      case BridgeState.Missing missing -> {
        actions.add(new NetworkAction.AddBridge(router, desire.bridge(), desire.marker().text()));
        yield Optional.empty();
      }
      case BridgeState.Elsewhere elsewhere ->
          Optional.of(
              new Outcome.Blocked(
                  ConditionReasons.OWNED_ELSEWHERE,
                  "bridge "
                      + desire.bridge()
                      + " on "
                      + router
                      + " belongs to cluster "
                      + elsewhere.owner().cluster().value(),
                  Duration.ZERO));
      case BridgeState.Unreachable silent ->
          Optional.of(unreachable(ConditionReasons.DEVICE_UNREACHABLE, silent.why()));
    };
  }

  private static Optional<Outcome> names(
      Marker mine, NameService service, Names names, List<NetworkAction> actions) {
    return switch (names) {
      case Names.None none -> Optional.empty();
      case Names.Unreachable silent ->
          Optional.of(unreachable(ConditionReasons.DNS_UNREACHABLE, silent.why()));
      case Names.Zone zone when zone.zone().id().isEmpty() -> {
        actions.add(new NetworkAction.AddZone(zone.endpoint(), service.zone(), mine));
        yield Optional.of(
            new Outcome.Waiting(
                ConditionReasons.RECONCILING,
                "the records of zone " + service.zone() + " are being written",
                AT_ONCE));
      }
      case Names.Zone zone -> {
        actions.addAll(records(mine, service.records(), zone));
        yield Optional.empty();
      }
    };
  }

  private static List<NetworkAction> records(
      Marker mine, List<AddressRecord> wanted, Names.Zone names) {
    String zone = names.zone().zone();
    return RecordPlanner.plan(mine, wanted, names.endpoint(), names.zone()).stream()
        .<NetworkAction>map(
            change ->
                switch (change) {
                  case RecordChange.Add add ->
                      new NetworkAction.AddRecord(names.endpoint(), zone, add.name(), add.data());
                  case RecordChange.Remove remove ->
                      new NetworkAction.RemoveRecord(
                          names.endpoint(), zone, remove.id(), remove.what());
                })
        .toList();
  }

  /** The records of the network, and the zone itself if it was made for it and nobody uses it. */
  private static List<NetworkAction> farewell(Marker mine, Names.Zone names) {
    DnsZoneSnapshot zone = names.zone();
    if (zone.id().isEmpty()) {
      return List.of();
    }
    boolean made = !ZoneMarker.in(zone, mine).isEmpty();
    if (made && !RecordPlanner.holdsOthers(mine, zone)) {
      return List.of(new NetworkAction.RemoveZone(names.endpoint(), zone.zone()));
    }
    List<NetworkAction> actions = new ArrayList<>(records(mine, List.of(), names));
    ZoneMarker.in(zone, mine)
        .forEach(
            record ->
                actions.add(
                    new NetworkAction.RemoveRecord(
                        names.endpoint(), zone.zone(), record.id(), "TXT " + record.name())));
    return actions;
  }

  private static Outcome unreachable(String reason, String why) {
    return new Outcome.Blocked(reason, why, Outcome.UNREACHABLE_RECHECK);
  }

  private static String inUse(List<String> users) {
    int shown = Math.min(3, users.size());
    String more = users.size() > shown ? " and " + (users.size() - shown) + " more" : "";
    return "deletion waits for the pods " + String.join(", ", users.subList(0, shown)) + more;
  }
}
