package io.mkube.routeros.simulator;

/** A simulated router. */
public final class RouterOsSimulator {
  private RouterOsSimulator() {}
}
