package io.mkube.controllers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedReadTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final AtomicInteger count = new AtomicInteger();
  private final SharedRead<Integer> reads =
      new SharedRead<>("numbers", count::incrementAndGet, () -> now);

  /** A reading that takes until it is let go. */
  private final CountDownLatch begun = new CountDownLatch(1);

  private final CountDownLatch go = new CountDownLatch(1);
  private final SharedRead<Integer> slow = new SharedRead<>("slow", this::readSlowly, () -> now);

  @Test
  void readsOnceForAllWhoAskWhileNothingChanges() {
    assertEquals(1, reads.get(HOUR));
    assertEquals(1, reads.get(HOUR));
    assertEquals(1, reads.latest());
  }

  @Test
  void readsAgainWhenTheReadingIsTooOld() {
    reads.get(HOUR);
    now = now.plusSeconds(10);

    assertEquals(1, reads.get(Duration.ofSeconds(10)));
    assertEquals(2, reads.get(Duration.ofSeconds(9)));
  }

  @Test
  void readsAgainAfterAWriteEvenIfTheWriteFailed() {
    reads.get(HOUR);
    assertThrows(
        DeviceException.Unreachable.class,
        () ->
            reads.write(
                () -> {
                  throw new DeviceException.Unreachable("reply lost");
                }));

    assertEquals(2, reads.get(HOUR));
  }

  @Test
  void letsManyCallersShareOneReading() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(callers.submit(() -> slow.get(HOUR)));
      }
      begun.await();
      go.countDown();
      for (Future<Integer> answer : answers) {
        assertEquals(1, answer.get());
      }
    }
  }

  @Test
  void makesThoseWhoAskAfterAWriteWaitForAReadingThatWasBegunAfterIt() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> before = callers.submit(() -> slow.get(HOUR));
      begun.await();
      slow.write(() -> "done");
      Future<Integer> after = callers.submit(() -> slow.get(HOUR));
      go.countDown();

      assertEquals(1, before.get());
      assertEquals(2, after.get());
    }
  }

  @Test
  void sharesAFailureForAMomentAndThenTriesAgain() {
    SharedRead<Integer> down =
        new SharedRead<>("down", () -> failOn(count.incrementAndGet(), 1), () -> now);

    assertThrows(DeviceException.Unreachable.class, () -> down.get(HOUR));
    assertThrows(DeviceException.Unreachable.class, () -> down.get(HOUR));
    assertEquals(1, count.get());

    now = now.plusSeconds(5);
    assertEquals(2, down.get(HOUR));
  }

  @Test
  void keepsTheLastGoodReadingThroughFailures() {
    SharedRead<Integer> flaky =
        new SharedRead<>("flaky", () -> failOn(count.incrementAndGet(), 2), () -> now);
    flaky.get(HOUR);
    now = now.plusSeconds(5);

    assertThrows(DeviceException.Unreachable.class, () -> flaky.get(Duration.ZERO));
    assertEquals(1, flaky.latest());
  }

  private int readSlowly() {
    int number = count.incrementAndGet();
    begun.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return number;
  }

  private static int failOn(int number, int failing) {
    if (number == failing) {
      throw new DeviceException.Unreachable("timed out");
    }
    return number;
  }
}
