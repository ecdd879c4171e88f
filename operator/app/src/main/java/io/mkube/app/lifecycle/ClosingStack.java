package io.mkube.app.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was opened, the last one first; a failure to close one does not keep the others open.
 * Not thread-safe.
 */
public final class ClosingStack implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Takes over something to close, and returns it. */
  public <T extends AutoCloseable> T opened(T thing) {
    open.push(thing);
    return thing;
  }

  /** Closes everything because of a failure, which keeps what else goes wrong. */
  public void closeAfter(Exception failure) {
    try {
      close();
    } catch (IllegalStateException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    // A stop request interrupts the thread; closing takes its time nevertheless.
    boolean interrupted = Thread.interrupted();
    IllegalStateException failure = null;
    while (!open.isEmpty()) {
      AutoCloseable next = open.pop();
      try {
        next.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("not everything could be closed");
        }
        failure.addSuppressed(e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
