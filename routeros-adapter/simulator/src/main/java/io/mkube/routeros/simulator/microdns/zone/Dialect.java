package io.mkube.routeros.simulator.microdns.zone;

/** The two generations of microdns. */
public enum Dialect {
  /** As of 2026-02: zones and records only; another type of an existing name is NXDOMAIN. */
  FEBRUARY,
  /** Later: more endpoints and fields; another type of an existing name is an empty NOERROR. */
  LATER
}
