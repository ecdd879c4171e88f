package io.mkube.routeros.network;

import java.util.List;

/**
 * Menus {@code /interface/bridge} and {@code /interface/bridge/port}. Same rules as {@link Veths}.
 */
public interface Bridges {
  /** All bridges of the device. */
  List<Bridge> list();

  /** All bridge ports of the device, also dynamic ones. */
  List<BridgePort> listPorts();

  /** Adds a bridge and returns its id. */
  String add(String name, String comment);

  /** Removes a bridge; meant for one without ports. */
  void remove(String id);

  /** Puts an interface on a bridge and returns the port's id. */
  String addPort(String bridge, String interfaceName, String comment);

  /** Removes a bridge port; dynamic ports are refused. */
  void removePort(String id);

  /**
   * A bridge.
   *
   * @param id the device's id
   * @param name name
   * @param comment comment
   */
  record Bridge(String id, String name, String comment) {}

  /**
   * A bridge port.
   *
   * @param id the device's id
   * @param bridge bridge name
   * @param interfaceName interface name; {@code *} and digits when the interface is gone
   * @param comment comment
   * @param dynamic whether the device made it by itself
   */
  record BridgePort(
      String id, String bridge, String interfaceName, String comment, boolean dynamic) {}
}
