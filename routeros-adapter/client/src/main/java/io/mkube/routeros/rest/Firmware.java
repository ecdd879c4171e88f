package io.mkube.routeros.rest;

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

  /** The release; asks the device through {@code ask}, which has to report to {@link #seen}. */
  Release release(Runnable ask) {
    Sighting known = sighting;
    if (known != null && !doubtful) {
      return known.release();
    }
    asking.lock();
    try {
      known = sighting;
      if (known == null || doubtful) {
        ask.run();
        known = sighting;
      }
      if (known == null) {
        throw new IllegalStateException("the answer of the device was not seen");
      }
      return known.release();
    } finally {
      asking.unlock();
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
}
