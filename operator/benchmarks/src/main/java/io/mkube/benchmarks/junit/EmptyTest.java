package io.mkube.benchmarks.junit;

import org.junit.jupiter.api.Test;

/** What JUnit itself takes. */
final class EmptyTest {
  @Test
  void doesNothing() {}
}
