package io.mkube.apiserver.cel.cost;

import org.jspecify.annotations.Nullable;

/**
 * What a call costs, without its arguments.
 *
 * @param cost cost
 * @param result size of its result, null if it is not known
 */
record CallEstimate(Range cost, @Nullable Range result) {
  static final CallEstimate ONE = new CallEstimate(Range.ONE, null);

  static CallEstimate of(Range cost) {
    return new CallEstimate(cost, null);
  }

  /** Looking at a text once. */
  static CallEstimate traversal(Range size) {
    return of(size.times(Factors.TEXT));
  }
}
