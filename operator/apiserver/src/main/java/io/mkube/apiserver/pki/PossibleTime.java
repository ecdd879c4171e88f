package io.mkube.apiserver.pki;

import java.time.Clock;
import java.time.Instant;

/**
 * The time as far as the clock can be believed. Devices without a battery begin in 1970; what is
 * made or checked before their clock is set must hold afterwards.
 */
public final class PossibleTime {
  /** No clock before this is right. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private PossibleTime() {}

  /** The clock's time, or the earliest possible one if the clock is behind it. */
  public static Instant now(Clock clock) {
    Instant now = clock.instant();
    return now.isBefore(EARLIEST) ? EARLIEST : now;
  }
}
