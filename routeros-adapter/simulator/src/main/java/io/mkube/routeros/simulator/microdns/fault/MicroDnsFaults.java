package io.mkube.routeros.simulator.microdns.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** Probabilities of faults and the dice; changeable while it runs. Thread-safe. */
public final class MicroDnsFaults {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<MicroDnsFault, Double> probabilities = new EnumMap<>(MicroDnsFault.class);
  private final SplittableRandom random;
  private Duration latency = Duration.ZERO;

  /** No faults until {@link #set} is called. */
  public MicroDnsFaults(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Sets the probability of a fault, 0 to 1. */
  public void set(MicroDnsFault fault, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(fault + ": " + probability + " is not in 0..1");
    }
    lock.lock();
    try {
      probabilities.put(fault, probability);
    } finally {
      lock.unlock();
    }
  }

  /** Sets how long every REST call waits. */
  public void latency(Duration duration) {
    lock.lock();
    try {
      latency = duration;
    } finally {
      lock.unlock();
    }
  }

  public Duration latency() {
    lock.lock();
    try {
      return latency;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a fault happens now. */
  public boolean strikes(MicroDnsFault fault) {
    lock.lock();
    try {
      double probability = probabilities.getOrDefault(fault, 0.0);
      return probability > 0 && (probability >= 1 || random.nextDouble() < probability);
    } finally {
      lock.unlock();
    }
  }
}
