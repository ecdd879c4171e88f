package io.mkube.apiserver.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where to listen.
 *
 * @param addresses at least one
 * @param port port of the API on every address, 0 for a free one
 * @param plainPort port of health and metrics, 0 for a free one, empty for none
 */
public record ListenAddresses(List<InetAddress> addresses, int port, OptionalInt plainPort) {
  public ListenAddresses {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("at least one listen address is needed");
    }
  }

  /**
   * The addresses to bind, each once. A socket on the IPv6 wildcard takes IPv4 as well, so the IPv4
   * wildcard beside it has nothing to do.
   */
  List<InetAddress> distinct() {
    boolean all =
        addresses.stream()
            .anyMatch(address -> address.isAnyLocalAddress() && address instanceof Inet6Address);
    return addresses.stream()
        .distinct()
        .filter(address -> !(all && address.isAnyLocalAddress() && address instanceof Inet4Address))
        .toList();
  }
}
