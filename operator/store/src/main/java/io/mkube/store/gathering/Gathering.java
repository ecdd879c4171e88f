package io.mkube.store.gathering;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides when what waits on a stack is taken: while several come together, those that are ready to
 * run go first, as long as they bring more. With all processors busy that makes one force of the
 * disk, or one turn of a connection, for some thirty writes instead of one for eight; with a
 * processor to spare it costs a system call. Whoever comes alone does not wait.
 *
 * <p>Thread-safe, although meant for one taker: others at the same time only make the guess worse
 * whether several come together.
 */
public final class Gathering {
  /** What one waits for others at most, where each of them yields to still more. */
  private static final long LONGEST_NANOS = 2_000_000;

  private volatile boolean crowd;

  /**
   * Waits for more on top of a stack, if several came together the last time.
   *
   * @param newest top of the stack
   */
  @SuppressWarnings({
    "ThreadPriorityCheck", // a scheduler that ignores it costs speed only
    "ReferenceEquality" // another one on top, however equal, is one more
  })
  public <T> void await(AtomicReference<@Nullable T> newest) {
    if (!crowd) {
      return;
    }
    long start = System.nanoTime();
    T seen = newest.get();
    while (System.nanoTime() - start < LONGEST_NANOS) {
      Thread.yield();
      T now = newest.get();
      if (now == seen) {
        return;
      }
      seen = now;
    }
  }

  /**
   * Notes how many were taken.
   *
   * @param several whether it was more than one
   */
  public void took(boolean several) {
    if (crowd != several) {
      crowd = several;
    }
  }
}
