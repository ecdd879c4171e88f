package io.mkube.routeros.network;

import java.util.List;

/**
 * Menu {@code /interface/veth}. Every call is one request with a deadline. Failures are {@link
 * io.mkube.routeros.DeviceException}s. Thread-safe.
 */
public interface Veths {
  /** All veths of the device. */
  List<Veth> list();

  /** Adds a veth and returns its id. */
  String add(VethSpec spec);

  /** Changes addresses, gateways and comment of a veth; the name stays. */
  void set(String id, VethSpec spec);

  /** Removes a veth; refused while a container uses it. */
  void remove(String id);

  /**
   * What a veth is made of.
   *
   * @param name interface name
   * @param addresses addresses with prefix length, IPv4 and IPv6
   * @param gateway IPv4 gateway, empty for none
   * @param gateway6 IPv6 gateway, empty for none
   * @param comment comment; carries our marker
   */
  record VethSpec(
      String name, List<String> addresses, String gateway, String gateway6, String comment) {
    public VethSpec {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A row of {@code /interface/veth}.
   *
   * @param id the device's id
   * @param spec its settings
   * @param running whether a container uses it
   */
  record Veth(String id, VethSpec spec, boolean running) {}
}
