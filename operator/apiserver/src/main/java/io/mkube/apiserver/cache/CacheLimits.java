package io.mkube.apiserver.cache;

/**
 * How much history is kept for each resource, beyond which a watch is cut off, and how much memory
 * values may take.
 *
 * @param historyEvents most events
 * @param historyBytes most bytes, which a small number of events may exceed
 * @param plainBytes most bytes of values that are held as they are sent; beyond, those that nobody
 *     has read for a while are packed
 */
public record CacheLimits(int historyEvents, long historyBytes, long plainBytes) {
  /** 8192 events, 8 MiB; 24 MiB of plain values, which is some ten thousand objects. */
  public static final CacheLimits DEFAULT = new CacheLimits(8192, 8L << 20, 24L << 20);

  public CacheLimits {
    if (historyEvents < 1 || historyBytes < 1 || plainBytes < 1) {
      throw new IllegalArgumentException("cache limits must be positive");
    }
  }
}
