package io.mkube.routeros.simulator.fault;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The plan in force and the dice. Thread-safe. */
public final class Faults {
  private final ReentrantLock lock = new ReentrantLock();
  private volatile FaultPlan plan;
  private SplittableRandom random;

  public Faults(FaultPlan plan) {
    this.plan = plan;
    this.random = new SplittableRandom(plan.seed());
  }

  public FaultPlan plan() {
    return plan;
  }

  /** Replaces the plan and starts its decisions anew. */
  public void plan(FaultPlan replacement) {
    lock.lock();
    try {
      plan = replacement;
      random = new SplittableRandom(replacement.seed());
    } finally {
      lock.unlock();
    }
  }

  /** Whether a fault happens now. */
  public boolean strikes(Fault fault) {
    double probability = plan.probability(fault);
    return probability > 0 && (probability >= 1 || nextDouble() < probability);
  }

  /** Whether something that a release does by itself happens now. */
  public boolean happens(double probability) {
    return nextDouble() < probability;
  }

  /** How long a step of a container takes: the real time scaled, at least 20 ms, ±30 %. */
  public Duration step(Duration real) {
    double factor = plan.profile().latencyFactor();
    double spread = 0.7 + 0.6 * nextDouble();
    long millis = Math.round(real.toMillis() * factor * spread);
    return Duration.ofMillis(Math.max(20 + Math.round(30 * (spread - 0.7)), millis));
  }

  /** A fixed window of the device, scaled but not spread; zero in profile {@code off}. */
  public Duration window(Duration real) {
    return Duration.ofMillis(Math.round(real.toMillis() * plan.profile().latencyFactor()));
  }

  /** Latency of one call: 8 ms, an exponential 12 ms and the cost of the rows that it walks. */
  public Duration call(long rowsWalked, Duration perRow) {
    double factor = plan.profile().latencyFactor();
    if (factor == 0) {
      return Duration.ZERO;
    }
    double millis = 8 - 12 * Math.log(1 - nextDouble());
    double rows = rowsWalked * (perRow.toNanos() / 1e6);
    return Duration.ofNanos(Math.round((millis + rows) * factor * 1e6));
  }

  private double nextDouble() {
    lock.lock();
    try {
      return random.nextDouble();
    } finally {
      lock.unlock();
    }
  }
}
