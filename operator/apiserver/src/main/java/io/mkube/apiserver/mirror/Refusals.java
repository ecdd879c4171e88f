package io.mkube.apiserver.mirror;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which workloads were not allowed to make what they want, and when they may try again: each time
 * after twice the wait. Thread-safe.
 */
final class Refusals {
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 7;

  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
  private final Clock clock;

  Refusals(Clock clock) {
    this.clock = clock;
  }

  private record Refusal(String message, int count, Instant until) {}

  /** What was said to a workload last, empty if it was allowed. */
  Optional<String> of(String uid) {
    return Optional.ofNullable(refusals.get(uid)).map(Refusal::message);
  }

  /** Whether it is too early to try again. */
  boolean waits(String uid) {
    Refusal refusal = refusals.get(uid);
    return refusal != null && clock.instant().isBefore(refusal.until());
  }

  /** Notes that a workload was refused; returns how long it waits. */
  Duration refused(String uid, String message) {
    Refusal before = refusals.get(uid);
    int count = before == null ? 0 : before.count() + 1;
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count, MOST_DOUBLINGS));
    Duration limited = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    refusals.put(uid, new Refusal(message, count, clock.instant().plus(limited)));
    return limited;
  }

  /** The workload has what it wants, or is gone. */
  void forget(String uid) {
    refusals.remove(uid);
  }
}
