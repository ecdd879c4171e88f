package io.mkube.iso9660.delta;

import io.mkube.iso9660.format.ImageSource;

/**
 * A run of bytes that differs from the base.
 *
 * @param position position in the derived image
 * @param length bytes
 * @param content where the bytes come from
 * @param from position of the first byte in the content
 */
public record DeltaRange(long position, long length, ImageSource content, long from) {
  public DeltaRange {
    if (position < 0 || length <= 0 || from < 0 || from > content.size() - length) {
      throw new IllegalArgumentException(
          "a range of " + length + " bytes at " + position + " from " + from);
    }
  }

  /** Position behind the last byte. */
  public long end() {
    return position + length;
  }

  /** The part of it between two positions of the derived image. */
  DeltaRange part(long start, long end) {
    return new DeltaRange(start, end - start, content, from + start - position);
  }
}
