package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;

/**
 * How much of an image a walk may read. Directories and continuation areas of a sound image are
 * each read once, so they cannot be larger than it; where many records name the same bytes, a small
 * image would keep its reader busy for days. Not thread-safe.
 */
final class ReadBudget {
  private static final long LEAST = 64L << 20;
  private static final int TIMES = 4;
  private long left;

  ReadBudget(ImageSource source) {
    this.left = LEAST + TIMES * source.size();
  }

  void spend(long bytes, long offset) throws IsoFormatException {
    left -= bytes;
    if (left < 0) {
      throw new IsoFormatException(
          "ECMA-119 6.8.2",
          offset,
          "the directories name each other so often that reading them would not end");
    }
  }
}
