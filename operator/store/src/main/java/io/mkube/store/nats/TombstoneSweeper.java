package io.mkube.store.nats;

import io.mkube.store.StoreKey;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the messages of keys that were deleted long ago. Long is counted by this process, from
 * when it saw the deletion, so that clocks do not matter. The stream's last message always stays:
 * it tells those who come back where the stream was.
 */
final class TombstoneSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TombstoneSweeper.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Longer than any server is cut off without having to load everything anew. */
  static final Duration KEPT = Duration.ofHours(1);

  private final NatsConnected parts;
  private final Thread thread = Thread.ofVirtual().name("mkube-nats-sweeper").unstarted(this::run);

  TombstoneSweeper(NatsConnected parts) {
    this.parts = parts;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        if (parts.link().connected()) {
          sweep(KEPT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes what was seen deleted longer ago, and returns how many keys that were. */
  int sweep(Duration kept) {
    long before = System.nanoTime() - kept.toNanos();
    int swept = 0;
    try {
      for (Map.Entry<StoreKey, View.Entry> entry : parts.view().entries().entrySet()) {
        if (entry.getValue() instanceof View.Dead dead
            && dead.seenNanos() - before <= 0
            && dead.sequence() < parts.view().sequence()
            && !Thread.currentThread().isInterrupted()) {
          parts.bucket().purge(parts.bucket().subjects().of(entry.getKey()), dead.sequence());
          parts.view().forget(entry.getKey(), dead);
          swept++;
        }
      }
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      LOG.debug("{}: deleted keys stay for now: {}", parts.place(), e.getMessage());
    }
    return swept;
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
