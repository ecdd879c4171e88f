package io.mkube.apiserver.cache;

/**
 * How much history is kept for each resource. A watch that falls behind it is cut off.
 *
 * @param historyEvents most events
 * @param historyBytes most bytes, which a small number of events may exceed
 */
public record CacheLimits(int historyEvents, long historyBytes) {
  /** 8192 events, 8 MiB. */
  public static final CacheLimits DEFAULT = new CacheLimits(8192, 8L << 20);

  public CacheLimits {
    if (historyEvents < 1 || historyBytes < 1) {
      throw new IllegalArgumentException("history limits must be positive");
    }
  }
}
