package io.mkube.iso9660.derive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Computes the checksum of a derived image in a thread of its own while the image is copied: one
 * reads what the other has just brought into the page cache. Closing it stops the thread and waits
 * for its end.
 */
public final class ConcurrentChecksum implements Closeable {
  private static final long TOLD_EVERY_MILLIS = 100;
  private final long size;
  private final AtomicLong done = new AtomicLong();
  private final FutureTask<Void> task;
  private final Thread thread;

  /** What computes it. */
  @FunctionalInterface
  public interface Work {
    /**
     * Computes it; stops when its thread is interrupted.
     *
     * @param progress told the bytes that have been read
     */
    void run(LongConsumer progress) throws IOException;
  }

  private ConcurrentChecksum(Work work, long size) {
    this.size = size;
    this.task =
        new FutureTask<>(
            () -> {
              work.run(done::set);
              return null;
            });
    this.thread = Thread.ofPlatform().name("iso9660-checksum").daemon().unstarted(task);
  }

  /**
   * Begins.
   *
   * @param size bytes of the image
   */
  public static ConcurrentChecksum begin(Work work, long size) {
    ConcurrentChecksum checksum = new ConcurrentChecksum(work, size);
    checksum.thread.start();
    return checksum;
  }

  /**
   * Waits for its end, and tells how far it is meanwhile.
   *
   * @throws IOException what stopped it
   * @throws InterruptedIOException if the waiting thread was interrupted
   */
  public void await(DeriveListener listener) throws IOException {
    while (true) {
      try {
        task.get(TOLD_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        listener.advanced(DeriveListener.Phase.CHECKSUM, done.get(), size);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted(e);
      } catch (ExecutionException e) {
        throw failure(e);
      }
    }
  }

  private static InterruptedIOException interrupted(InterruptedException cause) {
    InterruptedIOException problem =
        new InterruptedIOException("interrupted while the checksum was computed");
    problem.initCause(cause);
    return problem;
  }

  private static IOException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException problem -> problem;
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      case null, default -> new IOException("the checksum could not be computed", e);
    };
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // it ends soon: it has been interrupted too
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
