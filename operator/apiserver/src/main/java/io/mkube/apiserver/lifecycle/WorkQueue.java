package io.mkube.apiserver.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work items that one thread does one after the other. An item that is added while it waits is done
 * once; one that fails is done again later, each time after twice the wait, up to a minute.
 * Thread-safe.
 */
public final class WorkQueue<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final String name;
  private final Consumer<T> work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<T> items = new LinkedHashSet<>();
  private final Map<T, Integer> failures = new HashMap<>();
  private final ScheduledExecutorService timer;
  private final Thread worker;
  private boolean closed;

  /** Starts to work. */
  public WorkQueue(String name, Consumer<T> work) {
    this.name = name;
    this.work = work;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name + "-timer").daemon().factory());
    this.worker = Thread.ofVirtual().name(name).start(this::run);
  }

  /** Adds an item; never blocks. */
  public void add(T item) {
    lock.lock();
    try {
      if (!closed && items.add(item)) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds an item later. */
  public void addAfter(T item, Duration wait) {
    try {
      var unused = timer.schedule(() -> add(item), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is closed, {} is left", name, item);
    }
  }

  /** Finishes the item in work and leaves the others. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    timer.shutdownNow();
    try {
      if (!worker.join(CLOSE)) {
        worker.interrupt();
      }
    } catch (InterruptedException e) {
      worker.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        T item = take();
        if (item == null) {
          return;
        }
        perform(item);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable T take() throws InterruptedException {
    lock.lock();
    try {
      while (items.isEmpty() && !closed) {
        changed.await();
      }
      if (closed) {
        return null;
      }
      T first = items.iterator().next();
      items.remove(first);
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void perform(T item) {
    try {
      work.accept(item);
      failures.remove(item);
    } catch (RuntimeException e) {
      int count = failures.merge(item, 1, Integer::sum);
      Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count - 1, 11));
      LOG.warn("{}: {} failed, again in {}: {}", name, item, wait, e.getMessage());
      addAfter(item, wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
  }
}
