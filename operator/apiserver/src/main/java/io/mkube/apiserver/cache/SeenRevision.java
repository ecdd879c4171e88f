package io.mkube.apiserver.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The newest revision that the cache holds, and those who wait for a newer one. Thread-safe. */
final class SeenRevision {
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Waiter> waiters =
      new PriorityQueue<>(Comparator.comparingLong(Waiter::revision));
  private volatile long seen;

  SeenRevision(long seen) {
    this.seen = seen;
  }

  long get() {
    return seen;
  }

  void advance(long revision) {
    lock.lock();
    try {
      seen = revision;
      for (Waiter head = waiters.peek();
          head != null && head.revision() <= revision;
          head = waiters.peek()) {
        waiters.remove().reached().countDown();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a revision is seen; false if it is not within the time. */
  boolean await(long revision, Duration timeout) throws InterruptedException {
    if (seen >= revision) {
      return true;
    }
    Waiter waiter = new Waiter(revision, new CountDownLatch(1));
    lock.lock();
    try {
      if (seen >= revision) {
        return true;
      }
      waiters.add(waiter);
    } finally {
      lock.unlock();
    }
    try {
      return waiter.reached().await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      forget(waiter);
    }
  }

  private void forget(Waiter waiter) {
    if (waiter.reached().getCount() > 0) {
      lock.lock();
      try {
        waiters.remove(waiter);
      } finally {
        lock.unlock();
      }
    }
  }

  private record Waiter(long revision, CountDownLatch reached) {}
}
