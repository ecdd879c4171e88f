package io.mkube.store.embedded;

import io.mkube.store.window.WindowLimits;

/**
 * Limits of an embedded store.
 *
 * @param window how much history is held for followers
 * @param maxValueBytes largest value taken, 1 to 64 MiB
 * @param segmentBytes size of a log segment, which is allocated ahead, at least 64 KiB
 * @param snapshotAfterBytes bytes of log after which a snapshot replaces it, at least 64 KiB. The
 *     log also has to outgrow the last snapshot, so that a large store is not copied all the time
 */
public record EmbeddedStoreConfig(
    WindowLimits window, int maxValueBytes, int segmentBytes, long snapshotAfterBytes) {
  /** Default window, values of 4 MiB, segments of 16 MiB, a snapshot after 32 MiB of log. */
  public static final EmbeddedStoreConfig DEFAULT =
      new EmbeddedStoreConfig(WindowLimits.DEFAULT, 4 << 20, 16 << 20, 32L << 20);

  private static final int SMALLEST_LOG = 64 << 10;
  static final int LARGEST_VALUE = 64 << 20;

  public EmbeddedStoreConfig {
    if (maxValueBytes < 1 || maxValueBytes > LARGEST_VALUE) {
      throw new IllegalArgumentException(
          "maxValueBytes is 1 to " + LARGEST_VALUE + ", not " + maxValueBytes);
    }
    if (segmentBytes < SMALLEST_LOG) {
      throw new IllegalArgumentException(
          "segmentBytes is at least " + SMALLEST_LOG + ", not " + segmentBytes);
    }
    if (snapshotAfterBytes < SMALLEST_LOG) {
      throw new IllegalArgumentException(
          "snapshotAfterBytes is at least " + SMALLEST_LOG + ", not " + snapshotAfterBytes);
    }
  }
}
