package io.mkube.benchmarks.api;

import java.io.IOException;

/** Something that is measured beside others. */
interface Contender extends AutoCloseable {
  /** How it is called in the figures. */
  String name();

  /**
   * Does one round of work.
   *
   * @param round number of the round; the first one warms up
   */
  Sample run(int round) throws Exception;

  /** What was left behind by a round, removed outside the measured time. */
  default void tidy(int round) throws Exception {}

  @Override
  default void close() throws IOException {}

  /**
   * What one round gave.
   *
   * @param figure rate per second, or time in microseconds
   * @param cpuMicros processor time of the measured process per operation, in microseconds
   */
  record Sample(double figure, double cpuMicros) {}
}
