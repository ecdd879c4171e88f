package io.mkube.iso9660.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ConcurrentChecksumTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  @Test
  void tellsTheListenerHowFarItIsInTheThreadThatWaits() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    Thread here = Thread.currentThread();
    AtomicBoolean inThisThread = new AtomicBoolean();
    try (ConcurrentChecksum checksum =
        ConcurrentChecksum.begin(
            progress -> {
              progress.accept(7);
              await(told);
            },
            10)) {
      checksum.await(
          (phase, done, total) -> {
            assertEquals(DeriveListener.Phase.CHECKSUM, phase);
            assertEquals(10, total);
            inThisThread.set(Thread.currentThread().equals(here) && done <= 7);
            told.countDown();
          });
    }
    assertTrue(inThisThread.get());
  }

  @Test
  void throwsWhatStoppedIt() {
    IOException problem = new IOException("the image ends inside the volume");
    try (ConcurrentChecksum checksum =
        ConcurrentChecksum.begin(
            progress -> {
              throw problem;
            },
            1)) {
      assertEquals(
          problem, assertThrows(IOException.class, () -> checksum.await(DeriveListener.NONE)));
    }
  }

  @Test
  void stopsWhenTheListenerCancels() {
    AtomicBoolean stopped = new AtomicBoolean();
    DeriveListener cancelling =
        (phase, done, total) -> {
          throw new CancellationException("enough");
        };
    try (ConcurrentChecksum checksum =
        ConcurrentChecksum.begin(
            progress -> {
              try {
                await(NEVER);
              } catch (InterruptedIOException e) {
                stopped.set(true);
                throw e;
              }
            },
            1)) {
      assertThrows(CancellationException.class, () -> checksum.await(cancelling));
    }
    assertTrue(stopped.get(), "its thread has ended when it is closed");
  }

  @Test
  void leavesAnInterruptToItsCaller() {
    try (ConcurrentChecksum checksum = ConcurrentChecksum.begin(progress -> await(NEVER), 1)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, () -> checksum.await(DeriveListener.NONE));
    }
    assertTrue(Thread.interrupted());
  }

  private static void await(CountDownLatch latch) throws InterruptedIOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
