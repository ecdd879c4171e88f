package io.mkube.controllers.network;

import io.mkube.controllers.address.Cidr;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.network.NetworkDesire.NameService;
import io.mkube.controllers.network.NetworkObservation.BridgeState;
import io.mkube.controllers.network.NetworkObservation.MadeBridge;
import io.mkube.controllers.network.NetworkObservation.Names;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.ownership.Owner;
import io.mkube.controllers.placement.Placement;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.ServedZone;
import io.mkube.routeros.DeviceException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is there of a Network: routers, its zones, and whether its name server answers. */
final class NetworkObserver {
  private static final Comparator<Network> AGE =
      Comparator.comparing(
              (Network network) ->
                  Objects.requireNonNullElse(network.getMetadata().getCreationTimestamp(), ""))
          .thenComparing(network -> network.getMetadata().getName());

  private final Placement placement;
  private final DnsServers dns;
  private final NameServerProbe probe;
  private final Duration zoneAge;
  private final Patience patience = new Patience();

  NetworkObserver(Placement placement, DnsServers dns, NameServerProbe probe, Duration zoneAge) {
    this.placement = placement;
    this.dns = dns;
    this.probe = probe;
    this.zoneAge = zoneAge;
  }

  /**
   * Looks at a network.
   *
   * @param service its zone; empty when it has none
   * @param networks all networks
   * @param users pods on it
   */
  NetworkObservation observe(
      Network network,
      Marker mine,
      Optional<NameService> service,
      Collection<Network> networks,
      List<String> users) {
    Map<String, BridgeState> bridges = new HashMap<>();
    List<MadeBridge> made = new ArrayList<>();
    for (DeviceNode router : placement.devices().all()) {
      boolean wanted = placement.routersOf(network).contains(router);
      try {
        DeviceSnapshot snapshot = router.snapshot(router.settings().cycle());
        made.addAll(made(router.name(), snapshot, mine));
        if (wanted) {
          bridges.put(router.name(), bridge(snapshot, network.bridgeName(), mine));
        }
      } catch (DeviceException e) {
        bridges.put(router.name(), new BridgeState.Unreachable(message(e)));
      }
    }
    Optional<ServedZone> current = service.map(s -> new ServedZone(s.endpoint(), s.zone()));
    return new NetworkObservation(
        overlapped(network, networks),
        bridges,
        made,
        current.map(this::names).orElseGet(Names.None::new),
        former(network, current).stream().map(this::names).toList(),
        users);
  }

  /** Whether the name server answers; empty when nobody has to ask it. */
  Optional<Boolean> alive(Optional<NameService> service) {
    return service.map(
        names -> {
          String host = URI.create(names.endpoint()).getHost().replaceAll("[\\[\\]]", "");
          String what = host + ":" + names.port() + " " + names.zone();
          if (probe.answers(host, names.port(), names.zone())) {
            patience.answered(what);
            return true;
          }
          return !patience.failed(what);
        });
  }

  /** The zones that may hold records of the network, except its current one. */
  static Set<ServedZone> former(Network network, Optional<ServedZone> current) {
    Set<ServedZone> former = new LinkedHashSet<>(network.getStatus().zones());
    current.ifPresent(former::remove);
    return former;
  }

  private static List<MadeBridge> made(String router, DeviceSnapshot snapshot, Marker mine) {
    return snapshot.bridges().stream()
        .filter(bridge -> Owner.of(bridge.comment(), mine).mayTouch())
        .map(
            bridge ->
                new MadeBridge(
                    router,
                    bridge.name(),
                    bridge.id(),
                    (int)
                        snapshot.ports().stream()
                            .filter(port -> port.bridge().equals(bridge.name()))
                            .count()))
        .toList();
  }

  private static BridgeState bridge(DeviceSnapshot snapshot, String name, Marker mine) {
    return snapshot
        .bridge(name)
        .<BridgeState>map(
            bridge ->
                Marker.parse(bridge.comment())
                    .filter(owner -> !owner.cluster().equals(mine.cluster()))
                    .<BridgeState>map(BridgeState.Elsewhere::new)
                    .orElseGet(BridgeState.Present::new))
        .orElseGet(BridgeState.Missing::new);
  }

  private Names names(ServedZone zone) {
    try {
      return new Names.Zone(zone.endpoint(), dns.at(zone.endpoint()).zone(zone.zone(), zoneAge));
    } catch (DeviceException e) {
      return new Names.Unreachable(message(e));
    }
  }

  /** Of two networks that overlap the older one is right. */
  private static Optional<String> overlapped(Network network, Collection<Network> networks) {
    List<Cidr> mine = ranges(network);
    return networks.stream()
        .filter(other -> AGE.compare(other, network) < 0)
        .sorted(AGE)
        .flatMap(
            other ->
                ranges(other).stream()
                    .filter(range -> mine.stream().anyMatch(own -> overlap(own, range)))
                    .map(range -> other.getMetadata().getName() + ", " + range))
        .findFirst();
  }

  private static boolean overlap(Cidr a, Cidr b) {
    return a.contains(b.network()) || b.contains(a.network());
  }

  /** A malformed range is nobody's: its network reports it. */
  private static List<Cidr> ranges(Network network) {
    return Stream.of(network.getSpec().cidr(), network.getSpec().cidr6())
        .flatMap(NetworkObserver::range)
        .toList();
  }

  private static Stream<Cidr> range(@Nullable String text) {
    try {
      return text == null ? Stream.empty() : Stream.of(Cidr.parse(text));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static String message(DeviceException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }
}
