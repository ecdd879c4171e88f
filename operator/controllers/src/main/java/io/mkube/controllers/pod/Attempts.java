package io.mkube.controllers.pod;

import io.mkube.controllers.plan.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, as a kubelet does in memory, how often making or keeping a container failed, so that
 * attempts are spaced. Forgotten on restart. Thread-safe.
 */
final class Attempts {
  /** A container that ran for so long has recovered. */
  private static final Duration STABLE = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  Attempts(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * What is remembered of a container.
   *
   * @param added whether it was added to the device and not seen to be gone since
   * @param failures failures in a row
   * @param reason reason of the last failure, empty without one
   * @param message its text
   * @param pause time until the next attempt; zero when it may be made now
   * @param started time since it was told to start; empty when it was not since it last failed
   */
  record Attempt(
      boolean added,
      int failures,
      String reason,
      String message,
      Duration pause,
      Optional<Duration> started) {
    static final Attempt FIRST = new Attempt(false, 0, "", "", Duration.ZERO, Optional.empty());
  }

  /** Another image is another attempt: what failed with the old one says nothing of it. */
  private record Key(String uid, String container, String image) {}

  private record Entry(
      boolean added,
      int failures,
      String reason,
      String message,
      Instant next,
      @Nullable Instant started) {}

  Attempt of(String uid, String container, String image) {
    Entry entry = entries.get(new Key(uid, container, image));
    if (entry == null) {
      return Attempt.FIRST;
    }
    Instant now = clock.instant();
    Duration pause = Duration.between(now, entry.next());
    return new Attempt(
        entry.added(),
        entry.failures(),
        entry.reason(),
        entry.message(),
        pause.isNegative() ? Duration.ZERO : pause,
        Optional.ofNullable(entry.started()).map(at -> Duration.between(at, now)));
  }

  /** The container was added to the device. */
  void added(String uid, String container, String image) {
    entries.merge(
        new Key(uid, container, image),
        new Entry(true, 0, "", "", clock.instant(), null),
        (old, first) ->
            new Entry(true, old.failures(), old.reason(), old.message(), old.next(), null));
  }

  /** The container was told to start. */
  void started(String uid, String container, String image) {
    Instant now = clock.instant();
    entries.merge(
        new Key(uid, container, image),
        new Entry(true, 0, "", "", now, now),
        (old, first) ->
            new Entry(true, old.failures(), old.reason(), old.message(), old.next(), now));
  }

  /** The container failed; the next attempt waits as the backoff says. */
  void failed(String uid, String container, String image, Failure failure) {
    Instant now = clock.instant();
    entries.compute(
        new Key(uid, container, image),
        (key, old) -> {
          boolean recovered = old == null || old.next().plus(STABLE).isBefore(now);
          int failures = recovered ? 1 : old.failures() + 1;
          return new Entry(
              failure.added(),
              failures,
              failure.reason(),
              failure.message(),
              now.plus(failure.backoff().delay(failures - failure.free(), random)),
              null);
        });
  }

  /** Everything about a pod is forgotten. */
  void forget(String uid) {
    entries.keySet().removeIf(key -> key.uid().equals(uid));
  }

  /**
   * A failure.
   *
   * @param added whether the container is still on the device
   * @param reason CamelCase reason
   * @param message sentence, with the device's own words
   * @param backoff spacing of attempts
   * @param free failures in a row that are not followed by a pause
   */
  record Failure(boolean added, String reason, String message, Backoff backoff, int free) {
    /** The image could not be had; the container is gone from the device. */
    static Failure ofImage(String message) {
      return new Failure(false, "ErrImagePull", message, Backoff.RECOVERY, 0);
    }

    /** The container ended; it is started again at once the first time, then ever later. */
    static Failure ofRun(String message) {
      return new Failure(true, "CrashLoopBackOff", message, Backoff.CRASH_LOOP, 1);
    }
  }
}
