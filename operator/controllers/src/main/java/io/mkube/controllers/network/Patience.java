package io.mkube.controllers.network;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts failures in a row: one lost answer is no outage. Thread-safe.
 *
 * <p>Until something has answered once, its first failure counts.
 */
final class Patience {
  /** Failures in a row that count. */
  static final int LIMIT = 3;

  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  /** Notes an answer. */
  void answered(String what) {
    failures.put(what, 0);
  }

  /** Notes a failure and tells whether it counts. */
  boolean failed(String what) {
    return failures.merge(what, LIMIT, (before, one) -> Math.min(before + 1, LIMIT)) >= LIMIT;
  }

  /** Forgets what is not asked any more. */
  void forget(String what) {
    failures.remove(what);
  }
}
