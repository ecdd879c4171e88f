package io.mkube.controllers.sweep;

import io.mkube.controllers.address.AddressClaims;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DnsServers;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsDevice;

/** Performs removals. Thread-safe. */
public final class SweepActuator {
  private final DnsServers dns;
  private final AddressClaims claims;

  public SweepActuator(DnsServers dns, AddressClaims claims) {
    this.dns = dns;
    this.claims = claims;
  }

  /** Performs one step; what is gone already is success. */
  public void perform(SweepAction action, DeviceNode node) {
    try {
      remove(action, node.device());
    } catch (DeviceException.Missing e) {
      // Gone: what the step is for holds.
    }
  }

  private void remove(SweepAction action, RouterOsDevice device) {
    switch (action) {
      case SweepAction.StopContainer a -> device.containers().stop(a.id());
      case SweepAction.RemoveContainer a -> device.containers().remove(a.id());
      case SweepAction.RemoveMount a -> device.containerMounts().remove(a.id());
      case SweepAction.RemoveEnv a -> device.containerEnvs().remove(a.id());
      case SweepAction.RemovePort a -> device.bridges().removePort(a.id());
      case SweepAction.RemoveVeth a -> device.veths().remove(a.id());
      case SweepAction.RemoveRecord a -> dns.at(a.endpoint()).remove(a.zone(), a.id());
      case SweepAction.RemoveFolder a -> device.files().remove(a.path());
      case SweepAction.ReleaseAddresses a -> claims.release(a.network(), a.uid());
    }
  }
}
