package io.mkube.controllers.network;

import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.plan.Action;
import io.mkube.routeros.microdns.RecordData;

/** One step towards the bridge and the names that a Network wants. */
sealed interface NetworkAction extends Action {
  /**
   * Makes a bridge.
   *
   * @param router router
   * @param bridge name of the bridge
   * @param comment marker
   */
  record AddBridge(String router, String bridge, String comment) implements NetworkAction {
    @Override
    public String describe() {
      return "add bridge " + bridge + " on " + router;
    }
  }

  /**
   * Removes a bridge that was made for the network and has no ports.
   *
   * @param router router
   * @param bridge name of the bridge
   * @param id the device's id
   */
  record RemoveBridge(String router, String bridge, String id) implements NetworkAction {
    @Override
    public String describe() {
      return "remove bridge " + bridge + " from " + router;
    }
  }

  /**
   * Makes a zone.
   *
   * @param endpoint DNS server
   * @param zone name of the zone
   * @param marker who makes it
   */
  record AddZone(String endpoint, String zone, Marker marker) implements NetworkAction {
    @Override
    public String describe() {
      return "add zone " + zone;
    }

    @Override
    public Target target() {
      return Target.DNS;
    }
  }

  /**
   * Removes a zone that was made for the network and holds nothing of others.
   *
   * @param endpoint DNS server
   * @param zone name of the zone
   */
  record RemoveZone(String endpoint, String zone) implements NetworkAction {
    @Override
    public String describe() {
      return "remove zone " + zone;
    }

    @Override
    public Target target() {
      return Target.DNS;
    }
  }

  /**
   * Adds a record.
   *
   * @param endpoint DNS server
   * @param zone zone
   * @param name name relative to the zone
   * @param data type and payload
   */
  record AddRecord(String endpoint, String zone, String name, RecordData data)
      implements NetworkAction {
    @Override
    public String describe() {
      String what =
          switch (data) {
            case RecordData.A a -> name + " " + a.address();
            case RecordData.Aaaa a -> name + " " + a.address();
            case RecordData.Txt t -> "TXT " + name;
            case RecordData.Other o -> o.type() + " " + name;
          };
      return "add DNS record " + what + " to zone " + zone;
    }

    @Override
    public Target target() {
      return Target.DNS;
    }
  }

  /**
   * Removes a record.
   *
   * @param endpoint DNS server
   * @param zone zone
   * @param id the server's id
   * @param what the record in words
   */
  record RemoveRecord(String endpoint, String zone, String id, String what)
      implements NetworkAction {
    @Override
    public String describe() {
      return "remove DNS record " + what + " from zone " + zone;
    }

    @Override
    public Target target() {
      return Target.DNS;
    }
  }
}
