package io.mkube.apiserver.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  @Test
  void doesAnItemOnceThatIsAddedWhileItWaits() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> done = new CopyOnWriteArrayList<>();
    try (WorkQueue<String> queue =
        new WorkQueue<>(
            "test",
            item -> {
              begun.countDown();
              await(goOn);
              done.add(item);
            })) {
      queue.add("first");
      begun.await();
      queue.add("a");
      queue.add("b");
      queue.add("a");
      queue.add("first");
      goOn.countDown();

      Awaitility.await().until(() -> done.size() == 4);
      assertEquals(List.of("first", "a", "b", "first"), done);
    }
  }

  @Test
  void triesAgainWhatFails() {
    AtomicInteger attempts = new AtomicInteger();
    List<String> done = new CopyOnWriteArrayList<>();
    try (WorkQueue<String> queue =
        new WorkQueue<>(
            "test",
            item -> {
              if (item.equals("bad") && attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              done.add(item);
            })) {
      queue.add("bad");
      queue.add("good");

      Awaitility.await().until(() -> done.size() == 2);
      assertEquals(List.of("good", "bad"), done);
      assertEquals(3, attempts.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
