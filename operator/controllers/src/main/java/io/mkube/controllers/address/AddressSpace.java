package io.mkube.controllers.address;

import io.mkube.crds.network.DhcpReservation;
import io.mkube.crds.network.NetworkDhcp;
import io.mkube.crds.network.NetworkDns;
import io.mkube.crds.network.NetworkSpec;
import io.mkube.crds.network.StaticRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a network, one subnet for each family that it has.
 *
 * @param subnets IPv4 first
 */
public record AddressSpace(List<Subnet> subnets) {
  public AddressSpace {
    subnets = List.copyOf(subnets);
  }

  /**
   * The addresses of one family.
   *
   * @param cidr range of the network
   * @param gateway address of the router; never given to a container
   * @param pool what containers get when they do not ask for an address
   * @param reserved single addresses that are only given to those who ask for them
   * @param leases ranges that are only given to those who ask for an address in them
   */
  public record Subnet(
      Cidr cidr,
      Optional<IpAddress> gateway,
      AddressSpan pool,
      Set<IpAddress> reserved,
      List<AddressSpan> leases) {
    public Subnet {
      reserved = Set.copyOf(reserved);
      leases = List.copyOf(leases);
    }

    /** Whether a container can have the address when it asks for it. */
    public boolean canBeStatic(IpAddress address) {
      return cidr.isHost(address) && !gateway.equals(Optional.of(address));
    }
  }

  /**
   * The addresses of a network.
   *
   * @throws IllegalArgumentException if an address or range in the spec is malformed
   */
  public static AddressSpace of(NetworkSpec spec) {
    List<Subnet> subnets = new ArrayList<>();
    Cidr cidr = Cidr.parse(spec.cidr());
    // Without a gateway the router is taken to have the first address, as mkube does.
    Optional<IpAddress> gateway = address(spec.gateway()).or(() -> cidr.network().plus(1));
    subnets.add(
        subnet(
            spec,
            cidr,
            gateway,
            spec.ipam() == null ? null : spec.ipam().start(),
            spec.ipam() == null ? null : spec.ipam().end()));
    if (spec.cidr6() != null) {
      subnets.add(
          subnet(
              spec,
              Cidr.parse(spec.cidr6()),
              address(spec.gateway6()),
              spec.ipam6() == null ? null : spec.ipam6().start(),
              spec.ipam6() == null ? null : spec.ipam6().end()));
    }
    return new AddressSpace(subnets);
  }

  /** The subnet that an address lies in. */
  public Optional<Subnet> subnet(IpAddress address) {
    return subnets.stream().filter(subnet -> subnet.cidr().contains(address)).findFirst();
  }

  private static Subnet subnet(
      NetworkSpec spec,
      Cidr cidr,
      Optional<IpAddress> gateway,
      @Nullable String start,
      @Nullable String end) {
    // The first two addresses are kept for the network and its router, as mkube does.
    IpAddress lowest = cidr.network().plus(2).filter(cidr::contains).orElse(cidr.network());
    IpAddress highest = cidr.last();
    if (!cidr.isHost(highest)) {
      highest = highest.plus(-1).orElse(highest);
    }
    IpAddress first = address(start).orElse(lowest);
    IpAddress last = address(end).orElse(highest);
    if (!cidr.contains(first) || !cidr.contains(last) || first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "the range for containers " + first + "-" + last + " is not part of " + cidr);
    }
    return new Subnet(
        cidr, gateway, new AddressSpan(first, last), reserved(spec), leases(spec, cidr));
  }

  private static Set<IpAddress> reserved(NetworkSpec spec) {
    Set<IpAddress> reserved = new HashSet<>();
    NetworkDns dns = spec.dns();
    if (dns != null) {
      address(dns.server()).ifPresent(reserved::add);
    }
    for (StaticRecord fixed : spec.staticRecords()) {
      IpAddress.find(fixed.ip()).ifPresent(reserved::add);
    }
    NetworkDhcp dhcp = spec.dhcp();
    if (dhcp != null) {
      for (DhcpReservation reservation : dhcp.reservations()) {
        IpAddress.find(reservation.ip()).ifPresent(reserved::add);
      }
    }
    return reserved;
  }

  private static List<AddressSpan> leases(NetworkSpec spec, Cidr cidr) {
    NetworkDhcp dhcp = spec.dhcp();
    if (dhcp == null || dhcp.rangeStart() == null || dhcp.rangeEnd() == null) {
      return List.of();
    }
    IpAddress start = IpAddress.parse(dhcp.rangeStart());
    IpAddress end = IpAddress.parse(dhcp.rangeEnd());
    return cidr.contains(start) ? List.of(new AddressSpan(start, end)) : List.of();
  }

  private static Optional<IpAddress> address(@Nullable String text) {
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(IpAddress.parse(text));
  }
}
