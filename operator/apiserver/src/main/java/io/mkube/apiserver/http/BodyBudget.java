package io.mkube.apiserver.http;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Memory for request bodies that are being read, shared by all requests: many large bodies at once
 * must not fill the heap. Thread-safe.
 */
final class BodyBudget {
  /** Bodies up to this size are not counted; most are. */
  static final int FREE = 64 << 10;

  private static final int UNIT = 16 << 10;
  private static final long SMALLEST = 16L << 20;

  private final Semaphore units;

  BodyBudget(long bytes) {
    units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT));
  }

  /** A part of the heap that leaves enough for everything else. */
  static BodyBudget ofHeap() {
    return new BodyBudget(Math.max(SMALLEST, Runtime.getRuntime().maxMemory() / 6));
  }

  /** The share of one body. */
  final class Share {
    private int taken;

    /**
     * Makes room for a body of this size.
     *
     * @throws Exchange.BodiesTooManyException if others have taken all
     */
    void grow(long bytes) throws IOException {
      int wanted = bytes <= FREE ? 0 : (int) ((bytes + UNIT - 1) / UNIT);
      if (wanted > taken) {
        if (!units.tryAcquire(wanted - taken)) {
          throw new Exchange.BodiesTooManyException();
        }
        taken = wanted;
      }
    }

    void release() {
      units.release(taken);
      taken = 0;
    }
  }
}
