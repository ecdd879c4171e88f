package io.mkube.controllers.network;

import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.device.DnsServer;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.record.RecordPlanner;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.microdns.RecordData;
import java.time.Duration;

/** Performs the steps for Networks. Thread-safe. */
final class NetworkActuator {
  /** Time to live of what rarely changes, as mkube has it. */
  static final int TTL_SECONDS = 300;

  private final Devices devices;
  private final DnsServers dns;

  NetworkActuator(Devices devices, DnsServers dns) {
    this.devices = devices;
    this.dns = dns;
  }

  void perform(NetworkAction action) {
    switch (action) {
      case NetworkAction.AddBridge a ->
          router(a.router()).device().bridges().add(a.bridge(), a.comment());
      case NetworkAction.RemoveBridge a -> removeBridge(a);
      case NetworkAction.AddZone a -> addZone(a);
      case NetworkAction.RemoveZone a -> dns.at(a.endpoint()).removeZone(a.zone());
      case NetworkAction.AddRecord a ->
          dns.at(a.endpoint()).add(a.zone(), a.name(), TTL_SECONDS, a.data());
      case NetworkAction.RemoveRecord a -> dns.at(a.endpoint()).remove(a.zone(), a.id());
    }
  }

  private void removeBridge(NetworkAction.RemoveBridge action) {
    try {
      router(action.router()).device().bridges().remove(action.id());
    } catch (DeviceException.Missing e) {
      // Gone: what the step is for holds.
    }
  }

  private void addZone(NetworkAction.AddZone action) {
    DnsServer server = dns.at(action.endpoint());
    server.ensureZone(action.zone());
    DnsZoneSnapshot made = server.zone(action.zone(), Duration.ZERO);
    // Somebody else may have made it since it was looked for; an empty one we may call ours.
    if (!RecordPlanner.holdsOthers(action.marker(), made)) {
      server.add(
          action.zone(), ZoneMarker.NAME, TTL_SECONDS, new RecordData.Txt(action.marker().text()));
    }
  }

  private DeviceNode router(String name) {
    return devices
        .find(name)
        .orElseThrow(() -> new IllegalStateException("no router is called " + name));
  }
}
