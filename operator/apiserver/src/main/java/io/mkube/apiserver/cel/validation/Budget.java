package io.mkube.apiserver.cel.validation;

import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What the rules of one object may still cost, and what they found. Not thread-safe. */
final class Budget {
  /** What one expression may cost. */
  static final long PER_CALL = 1_000_000;

  private static final long PER_OBJECT = 10_000_000;
  private final List<FieldError> errors = new ArrayList<>();
  private long left = PER_OBJECT;

  boolean isSpent() {
    return left < 0;
  }

  boolean isEmpty() {
    return left <= 0;
  }

  /** Takes what was spent; false if that was more than there is. */
  boolean take(long cost) {
    left -= Math.min(cost, left + 1);
    return left >= 0;
  }

  /** No further rule is run. */
  void end() {
    left = -1;
  }

  void add(FieldError error) {
    errors.add(error);
  }

  List<FieldError> errors() {
    return List.copyOf(errors);
  }
}
