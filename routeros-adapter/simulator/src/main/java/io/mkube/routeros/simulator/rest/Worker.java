package io.mkube.routeros.simulator.rest;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The one worker of a limited device: calls wait for it in the order in which they came, and when
 * more than eight wait, further ones are dropped. Thread-safe.
 */
final class Worker {
  private static final int ROOM = 8;

  private final Semaphore free = new Semaphore(1, true);

  /** Holds the worker for a while; false when too many wait already. */
  boolean occupy(Duration duration) throws InterruptedException {
    if (free.getQueueLength() >= ROOM) {
      return false;
    }
    free.acquire();
    try {
      Thread.sleep(duration);
    } finally {
      free.release();
    }
    return true;
  }
}
