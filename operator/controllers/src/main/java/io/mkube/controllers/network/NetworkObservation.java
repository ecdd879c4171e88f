package io.mkube.controllers.network;

import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.Marker;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is there of a Network.
 *
 * @param overlapped the older network whose range overlaps, with that range; empty when none does
 * @param bridges its bridge on each router that it is on
 * @param madeBridges bridges that were made for it, also those that it no longer wants
 * @param names its zone
 * @param formerNames zones that hold records of it and are no longer its own
 * @param users pods on it, as {@code namespace/name}
 */
record NetworkObservation(
    Optional<String> overlapped,
    Map<String, BridgeState> bridges,
    List<MadeBridge> madeBridges,
    Names names,
    List<Names> formerNames,
    List<String> users) {
  NetworkObservation {
    bridges = Map.copyOf(bridges);
    madeBridges = List.copyOf(madeBridges);
    formerNames = List.copyOf(formerNames);
    users = List.copyOf(users);
  }

  /**
   * A bridge that was made for the network.
   *
   * @param router router
   * @param name name of the bridge
   * @param id the device's id
   * @param ports number of its ports
   */
  record MadeBridge(String router, String name, String id, int ports) {}

  /** The bridge of the network on one router. */
  sealed interface BridgeState {
    /** There is none. */
    record Missing() implements BridgeState {}

    /** Made for this network, for another one, or by a person; it is used as it is. */
    record Present() implements BridgeState {}

    /**
     * Made by another cluster.
     *
     * @param owner its marker
     */
    record Elsewhere(Marker owner) implements BridgeState {}

    /**
     * The router did not answer.
     *
     * @param why cause
     */
    record Unreachable(String why) implements BridgeState {}
  }

  /** A zone. */
  sealed interface Names {
    /** The network has none, or somebody else runs it. */
    record None() implements Names {}

    /**
     * The server was read.
     *
     * @param endpoint server
     * @param zone its reading; without id when the server does not have the zone
     */
    record Zone(String endpoint, DnsZoneSnapshot zone) implements Names {}

    /**
     * The server did not answer.
     *
     * @param why cause
     */
    record Unreachable(String why) implements Names {}
  }
}
