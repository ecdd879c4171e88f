package io.mkube.apiserver.podsecurity;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A rule that a pod breaks.
 *
 * @param reason the rule in a few words
 * @param detail who breaks it, and how; may be empty
 */
record Violation(String reason, String detail) {
  @Override
  public String toString() {
    return detail.isEmpty() ? reason : reason + " (" + detail + ")";
  }

  static String texts(List<Violation> violations) {
    return violations.stream().map(Violation::toString).collect(Collectors.joining(", "));
  }

  static String reasons(List<Violation> violations) {
    return violations.stream().map(Violation::reason).collect(Collectors.joining(", "));
  }
}
