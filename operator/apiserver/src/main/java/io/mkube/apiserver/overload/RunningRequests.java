package io.mkube.apiserver.overload;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The requests under way. There are only so many at once, each has only so much time, and when the
 * server stops no new one begins. Thread-safe.
 */
public final class RunningRequests implements AutoCloseable {
  private static final String BUSY = "Too many requests, please try again later.";

  /** As kube-apiserver says it while it stops. */
  private static final String STOPPING = "The apiserver is shutting down, please try again later.";

  /** Clients that come back later than this most likely find another server. */
  private static final int STOPPING_SECONDS = 5;

  private static final long CHECK_MILLIS = 250;

  /** How long requests are taken that clients send before they hear of the stop. */
  private static final Duration LEAVING = Duration.ofSeconds(3);

  private final ServerLimits limits;
  private final Map<RequestKind, Semaphore> places = new EnumMap<>(RequestKind.class);
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("request-timer").daemon().factory());

  private final ScheduledFuture<?> checks;
  private volatile long leavingUntil;
  private volatile boolean leaving;

  public RunningRequests(ServerLimits limits) {
    this.limits = limits;
    places.put(RequestKind.MUTATING, new Semaphore(limits.mutating()));
    places.put(RequestKind.READ_ONLY, new Semaphore(limits.readOnly()));
    this.checks =
        timer.scheduleWithFixedDelay(
            this::expire, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Performs a request when it is its turn.
   *
   * @param time how long it may take
   * @throws ApiException with 429 if there is no place for it, with 504 if it took too long: then
   *     nobody knows whether its change was made
   */
  public void run(RequestKind kind, Duration time, Work work) throws IOException {
    requireServing(leaving && System.nanoTime() - leavingUntil >= 0);
    Semaphore place = places.get(kind);
    if (place == null) {
      throw new IllegalStateException("no limit for " + kind);
    }
    acquire(place);
    Run run = new Run(Thread.currentThread(), System.nanoTime() + time.toNanos());
    runs.add(run);
    try {
      work.perform();
    } catch (IOException | RuntimeException e) {
      if (run.finish()) {
        throw new ApiException(new Failure.RequestTimeout(), e);
      }
      throw e;
    } finally {
      runs.remove(run);
      if (run.finish()) {
        // The interrupt was for this request; its thread goes on with the next one.
        Thread.interrupted();
      }
      place.release();
    }
  }

  /**
   * Lets a request begin that goes on for long and takes no place.
   *
   * @throws ApiException with 429 when the server stops
   */
  public void requireStreams() {
    requireServing(leaving);
  }

  private static void requireServing(boolean stops) {
    if (stops) {
      throw stopping();
    }
  }

  /** What a request gets that comes while the server stops. */
  public static ApiException stopping() {
    return new ApiException(new Failure.TooManyRequests(STOPPING, STOPPING_SECONDS));
  }

  /** How much is done at once and for how long. */
  public ServerLimits limits() {
    return limits;
  }

  /** Requests of a kind that run now. */
  public int running(RequestKind kind) {
    Semaphore place = places.get(kind);
    int limit = kind == RequestKind.MUTATING ? limits.mutating() : limits.readOnly();
    return place == null ? 0 : limit - place.availablePermits();
  }

  /**
   * Lets no further stream begin, and some seconds later nothing any more: until then clients have
   * heard that they are to go away, and what they sent before they heard is done.
   */
  public void stop() {
    leavingUntil = System.nanoTime() + LEAVING.toNanos();
    leaving = true;
  }

  @Override
  public void close() {
    leavingUntil = System.nanoTime();
    leaving = true;
    checks.cancel(false);
    timer.shutdownNow();
  }

  private void acquire(Semaphore place) throws IOException {
    if (place.tryAcquire()) {
      return;
    }
    try {
      if (place.tryAcquire(limits.waiting().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while waiting").initCause(e);
    }
    throw new ApiException(new Failure.TooManyRequests(BUSY, 1));
  }

  private void expire() {
    long now = System.nanoTime();
    for (Run run : runs) {
      run.expire(now);
    }
  }

  /** What a request does. */
  @FunctionalInterface
  public interface Work {
    void perform() throws IOException;
  }

  /** One request; its thread is interrupted at its deadline, but not once it has finished. */
  private static final class Run {
    private final Thread thread;
    private final long deadline;
    private boolean finished;
    private boolean expired;

    Run(Thread thread, long deadline) {
      this.thread = thread;
      this.deadline = deadline;
    }

    synchronized void expire(long now) {
      if (!finished && !expired && now - deadline >= 0) {
        expired = true;
        thread.interrupt();
      }
    }

    /** Tells whether the time was over before. */
    synchronized boolean finish() {
      finished = true;
      return expired;
    }
  }
}
