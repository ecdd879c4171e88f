package io.mkube.controllers.device;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a round of work on a thread of its own, with a pause between the end of one round and the
 * begin of the next. A round that fails is logged and does not end the cycle.
 */
public final class Cycle implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Cycle.class);

  private final String name;
  private final Duration pause;
  private final Runnable round;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Cycle(String name, Duration pause, Runnable round) {
    this.name = name;
    this.pause = pause;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Starts a cycle; the first round begins at once. */
  public static Cycle start(String name, Duration pause, Runnable round) {
    Cycle cycle = new Cycle(name, pause, round);
    cycle.thread.start();
    return cycle;
  }

  /** Ends the cycle; a round that is under way is interrupted. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      do {
        runOnce();
      } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() {
    try {
      round.run();
    } catch (RuntimeException e) {
      if (closed.getCount() > 0) {
        log.warn("{}: {}", name, e.toString(), e);
      }
    }
  }
}
