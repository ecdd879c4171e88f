package io.mkube.routeros.rest;

import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The release that a device runs. It is asked for once, and again when a lost answer or an unknown
 * argument suggests that the device came back with another one. Every look at the uptime counts:
 * one that went backwards means a reboot. Thread-safe.
 */
final class Firmware {
  private static final Logger log = LoggerFactory.getLogger(Firmware.class);

  // Held while asking, so that many callers of a fresh device ask once.
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Sighting sighting;
  private volatile boolean doubtful;
  private volatile @Nullable Failure lastFailure;

  /**
   * The release; asks the device through {@code ask}, which has to report to {@link #seen}. Callers
   * that waited for another one's question share its failure: a dead device is not asked once per
   * caller.
   */
  Release release(Runnable ask) {
    Sighting known = sighting;
    if (known != null && !doubtful) {
      return known.release();
    }
    Failure before = lastFailure;
    lock();
    try {
      known = sighting;
      if (known != null && !doubtful) {
        return known.release();
      }
      Failure meanwhile = lastFailure;
      if (meanwhile != null && meanwhile != before) {
        throw meanwhile.reason();
      }
      return asked(ask);
    } finally {
      asking.unlock();
    }
  }

  private Release asked(Runnable ask) {
    try {
      ask.run();
    } catch (DeviceException e) {
      lastFailure = new Failure(e);
      throw e;
    }
    Sighting known = sighting;
    if (known == null) {
      throw new IllegalStateException("the answer of the device was not seen");
    }
    return known.release();
  }

  private void lock() {
    try {
      asking.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException.Unreachable("ask for the release: interrupted", e);
    }
  }

  /** Takes note of an answer of {@code /system/resource}; false if it names no release. */
  boolean seen(Row resource) {
    Optional<Release> release = Release.parse(resource.text("version"));
    if (release.isEmpty()) {
      return false;
    }
    Sighting last = sighting;
    Sighting now = new Sighting(release.get(), resource.duration("uptime").orElse(Duration.ZERO));
    sighting = now;
    doubtful = false;
    if (last != null && now.uptime().compareTo(last.uptime()) < 0) {
      log.info("device was restarted: RouterOS {}, before {}", now.release(), last.release());
    }
    return true;
  }

  /** The device may have been restarted: ask again before the next use. */
  void doubt() {
    doubtful = true;
  }

  private record Sighting(Release release, Duration uptime) {}

  // Compared by identity: each failed question is another one.
  private static final class Failure {
    private final DeviceException reason;

    Failure(DeviceException reason) {
      this.reason = reason;
    }

    DeviceException reason() {
      return reason;
    }
  }
}
