package io.mkube.store.window;

/**
 * How much history a store holds for followers. The older changes go when either limit is exceeded;
 * the newest change is always held.
 *
 * @param changes number of changes, at least 1
 * @param bytes bytes of their values and keys, at least 1
 */
public record WindowLimits(int changes, long bytes) {
  /** 20,000 changes or 16 MiB. */
  public static final WindowLimits DEFAULT = new WindowLimits(20_000, 16L << 20);

  public WindowLimits {
    if (changes < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "a window holds at least one change and one byte, not " + changes + " and " + bytes);
    }
  }
}
