package io.mkube.routeros.simulator.fault;

import java.util.Locale;
import java.util.Optional;

/** How much goes wrong by default and how long things take. */
public enum FaultProfile {
  /** No faults, no added latency; state changes are asynchronous but short. */
  OFF(0, 0, false),
  /** No faults, a fifth of the real latencies. */
  DEMO(0, 0.2, false),
  /** Faults and latencies as observed on devices. */
  REALISTIC(1, 1, true),
  /** Five times the observed faults, and some that were seen only once. */
  HOSTILE(5, 1, true);

  private final double faultFactor;
  private final double latencyFactor;
  private final boolean limited;

  FaultProfile(double faultFactor, double latencyFactor, boolean limited) {
    this.faultFactor = faultFactor;
    this.latencyFactor = latencyFactor;
    this.limited = limited;
  }

  double probability(Fault fault) {
    double extra = this == HOSTILE ? onlyHostile(fault) : 0;
    return Math.min(1, fault.realistic() * faultFactor + extra);
  }

  /** Factor on the observed latencies; 0 leaves them out. */
  public double latencyFactor() {
    return latencyFactor;
  }

  /** Whether one worker serves all calls and sessions are limited, as on the device. */
  public boolean limited() {
    return limited;
  }

  static Optional<FaultProfile> ofLabel(String label) {
    for (FaultProfile profile : values()) {
      if (profile.name().toLowerCase(Locale.ROOT).equals(label)) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  private static double onlyHostile(Fault fault) {
    return switch (fault) {
      case EARLY_STOPPED, LATE_VETH_RELEASE -> 0.2;
      case CONTAINERS_RENUMBERED -> 1;
      default -> 0;
    };
  }
}
