package io.mkube.controllers.device;

import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An expensive reading that many callers share. At most one read runs at a time; a caller never
 * gets a reading that was begun before the last write that had ended when it asked. Failures are
 * shared for a short time too, so that a dead device costs one timeout and not one per caller.
 *
 * @param <T> immutable result
 */
final class SharedRead<T> {
  /** How long a failure answers further callers. */
  private static final Duration FAILURE_HOLDS = Duration.ofSeconds(2);

  private final String what;
  private final Supplier<T> reader;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition finished = lock.newCondition();
  private final AtomicLong writes = new AtomicLong();
  private boolean reading;
  private @Nullable Reading<T> last;
  private @Nullable Reading<T> lastGood;

  /**
   * A shared reading.
   *
   * @param what what is read, for messages
   * @param reader performs the read; fails with {@link DeviceException}
   * @param clock tells the age of readings
   */
  SharedRead(String what, Supplier<T> reader, InstantSource clock) {
    this.what = what;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * A reading that was begun after the last write and is not older than {@code maxAge}.
   *
   * @throws DeviceException if the device cannot be read
   */
  T get(Duration maxAge) {
    lock.lock();
    try {
      long needed = writes.get();
      Instant oldest = clock.instant().minus(maxAge);
      while (true) {
        Reading<T> reading = last;
        if (reading != null && reading.serves(needed, oldest, clock.instant())) {
          return reading.orThrow();
        }
        if (!this.reading) {
          break;
        }
        finished.await();
      }
      reading = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException.Unreachable("read " + what + ": interrupted", e);
    } finally {
      lock.unlock();
    }
    return read();
  }

  /** The last reading that succeeded, of any age. */
  @Nullable T latest() {
    lock.lock();
    try {
      return lastGood == null ? null : lastGood.value();
    } finally {
      lock.unlock();
    }
  }

  /** Performs a write: readings begun before its end no longer answer those who ask afterwards. */
  <R extends @Nullable Object> R write(Supplier<R> action) {
    try {
      return action.get();
    } finally {
      writes.incrementAndGet();
    }
  }

  private T read() {
    long begunAfter = writes.get();
    Instant begun = clock.instant();
    Reading<T> result = new Reading<>(begunAfter, begun, null, null);
    try {
      result = new Reading<>(begunAfter, begun, reader.get(), null);
    } catch (DeviceException e) {
      result = new Reading<>(begunAfter, begun, null, e);
    } finally {
      lock.lock();
      try {
        reading = false;
        last = result;
        lastGood = result.value() == null ? lastGood : result;
        finished.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return result.orThrow();
  }

  private record Reading<T>(
      long begunAfter, Instant begun, @Nullable T value, @Nullable DeviceException failure) {
    boolean serves(long neededWrites, Instant oldest, Instant now) {
      if (begunAfter < neededWrites) {
        return false;
      }
      return failure == null
          ? value != null && !begun.isBefore(oldest)
          : begun.plus(FAILURE_HOLDS).isAfter(now);
    }

    T orThrow() {
      if (failure != null) {
        throw failure;
      }
      if (value == null) {
        throw new IllegalStateException("a reading without result");
      }
      return value;
    }
  }
}
