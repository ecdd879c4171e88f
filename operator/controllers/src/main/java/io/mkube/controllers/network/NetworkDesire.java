package io.mkube.controllers.network;

import io.mkube.controllers.address.AddressSpace;
import io.mkube.controllers.address.Cidr;
import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.record.AddressRecord;
import io.mkube.crds.network.DhcpReservation;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkDhcp;
import io.mkube.crds.network.NetworkDns;
import io.mkube.crds.network.NetworkSpec;
import io.mkube.crds.network.StaticRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Network wants, if it makes sense.
 *
 * @param marker what its rows and records carry
 * @param bridge its bridge
 * @param space its addresses
 * @param names its zone; empty when it has none, or one that somebody else runs
 */
record NetworkDesire(
    Marker marker, String bridge, AddressSpace space, Optional<NameService> names) {
  /**
   * The zone of a network.
   *
   * @param endpoint base URL of the server's REST interface
   * @param zone name of the zone, lower case
   * @param port port at which the server answers queries
   * @param records address records that belong to the network itself
   */
  record NameService(String endpoint, String zone, int port, List<AddressRecord> records) {
    NameService {
      records = List.copyOf(records);
    }
  }

  /**
   * Reads a Network.
   *
   * @throws IllegalArgumentException if its fields contradict each other; the message says which
   */
  static NetworkDesire of(Network network, ClusterUid cluster) {
    NetworkSpec spec = network.getSpec();
    requireInside("gateway", spec.gateway(), Cidr.parse(spec.cidr()));
    if (spec.cidr6() != null) {
      requireInside("gateway6", spec.gateway6(), Cidr.parse(spec.cidr6()));
    } else if (spec.gateway6() != null || spec.ipam6() != null) {
      throw new IllegalArgumentException("gateway6 and ipam6 need cidr6");
    }
    return new NetworkDesire(
        Marker.of(cluster, network), network.bridgeName(), AddressSpace.of(spec), names(spec));
  }

  /** The ranges of a network as text, for comparing it with others. */
  List<Cidr> ranges() {
    return space.subnets().stream().map(AddressSpace.Subnet::cidr).toList();
  }

  private static void requireInside(String field, @Nullable String address, Cidr range) {
    if (address != null && !range.contains(IpAddress.parse(address))) {
      throw new IllegalArgumentException(field + " " + address + " is not in " + range);
    }
  }

  private static Optional<NameService> names(NetworkSpec spec) {
    NetworkDns dns = spec.dns();
    if (dns == null || spec.externalDNS() || dns.zone() == null) {
      return Optional.empty();
    }
    String zone = dns.zone().toLowerCase(Locale.ROOT);
    return dns.restUrl()
        .map(endpoint -> new NameService(endpoint, zone, dns.queryPort(), records(spec, zone)));
  }

  private static List<AddressRecord> records(NetworkSpec spec, String zone) {
    List<AddressRecord> records = new ArrayList<>();
    for (StaticRecord fixed : spec.staticRecords()) {
      add(fixed.name(), fixed.ip(), zone, records);
    }
    NetworkDhcp dhcp = spec.dhcp();
    if (dhcp != null) {
      for (DhcpReservation reservation : dhcp.reservations()) {
        add(reservation.hostname(), reservation.ip(), zone, records);
      }
    }
    add("dns", spec.dns() == null ? null : spec.dns().server(), zone, records);
    String router = spec.router() == null ? null : spec.router().name();
    add(router, spec.gateway(), zone, records);
    add(router, spec.gateway6(), zone, records);
    return records.stream().distinct().toList();
  }

  private static void add(
      @Nullable String name, @Nullable String address, String zone, List<AddressRecord> records) {
    if (name != null && !name.isEmpty() && address != null && !address.isEmpty()) {
      records.add(new AddressRecord(relative(name, zone), IpAddress.parse(address)));
    }
  }

  /** People also write names with the zone behind them. */
  private static String relative(String name, String zone) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals(zone)) {
      return "@";
    }
    return lower.endsWith("." + zone)
        ? lower.substring(0, lower.length() - zone.length() - 1)
        : lower;
  }
}
