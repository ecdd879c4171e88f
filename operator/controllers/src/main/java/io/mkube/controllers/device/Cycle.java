package io.mkube.controllers.device;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a round of work on a thread of its own. A round says how long to pause after it; {@link
 * #wake} ends the pause early. A round that fails is logged and repeated after {@link
 * #AFTER_FAILURE}.
 */
public final class Cycle implements AutoCloseable {
  /** Pause after a round that threw. */
  public static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Cycle.class);

  private final String name;
  private final Supplier<Duration> round;
  private final Semaphore wakes = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  private Cycle(String name, Supplier<Duration> round) {
    this.name = name;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Starts a cycle; the first round begins at once. */
  public static Cycle start(String name, Supplier<Duration> round) {
    Cycle cycle = new Cycle(name, round);
    cycle.thread.start();
    return cycle;
  }

  /** A cycle whose rounds are always followed by the same pause. */
  public static Cycle start(String name, Duration pause, Runnable round) {
    return start(
        name,
        () -> {
          round.run();
          return pause;
        });
  }

  /** Begins a round as soon as the one that may be under way has ended. */
  public void wake() {
    wakes.release();
  }

  /** Ends the cycle; a round that is under way is interrupted. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try {
      while (!closed) {
        wakes.drainPermits();
        boolean woken = wakes.tryAcquire(runOnce().toMillis(), TimeUnit.MILLISECONDS);
        log.trace("{}: next round, woken: {}", name, woken);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration runOnce() {
    try {
      return round.get();
    } catch (RuntimeException e) {
      if (!closed) {
        log.warn("{} failed and is repeated in {}", name, AFTER_FAILURE, e);
      }
      return AFTER_FAILURE;
    }
  }
}
