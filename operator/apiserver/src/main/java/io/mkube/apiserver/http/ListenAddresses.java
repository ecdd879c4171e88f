package io.mkube.apiserver.http;

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
}
