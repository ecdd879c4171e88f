package io.mkube.iso9660.delta;

import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The difference between a base and an image derived from it. A server can lay it over the base and
 * never make a copy. Immutable; thread-safe as far as the contents of its ranges are.
 *
 * @param baseSize bytes of the base
 * @param size bytes of the derived image
 * @param ranges what differs, in order and without overlap; what lies behind the base and in no
 *     range is zero
 */
public record IsoDelta(long baseSize, long size, List<DeltaRange> ranges) {
  private static final int CHUNK = 256 << 10;

  public IsoDelta {
    ranges = List.copyOf(ranges);
    long end = 0;
    for (DeltaRange range : ranges) {
      if (range.position() < end || range.end() > size) {
        throw new IllegalArgumentException("ranges overlap or leave the image: " + range);
      }
      end = range.end();
    }
  }

  /** Bytes that are written over a copy of the base. */
  public long changedBytes() {
    return ranges.stream().mapToLong(DeltaRange::length).sum();
  }

  /** Whether the derived image is the base. */
  public boolean isEmpty() {
    return ranges.isEmpty() && size == baseSize;
  }

  /**
   * The derived image, read from the base and the ranges.
   *
   * @param base base; closed with the result
   * @throws IllegalArgumentException if the base has another size
   */
  public ImageSource over(ImageSource base) {
    if (base.size() != baseSize) {
      throw new IllegalArgumentException(
          "the base has " + base.size() + " bytes, the delta was made for " + baseSize);
    }
    NavigableMap<Long, DeltaRange> map = new TreeMap<>();
    ranges.forEach(range -> map.put(range.position(), range));
    return new OverlaidSource(base, map, size);
  }

  /** Writes the ranges into a copy of the base and gives it its size. */
  public void applyTo(FileChannel copy) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    for (DeltaRange range : ranges) {
      long done = 0;
      while (done < range.length()) {
        buffer.clear().limit((int) Math.min(CHUNK, range.length() - done));
        if (range.content().read(range.from() + done, buffer) < 0) {
          throw new IOException("the new content became shorter while it was written");
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          done += copy.write(buffer, range.position() + done);
        }
      }
    }
    if (copy.size() > size) {
      copy.truncate(size);
    } else if (copy.size() < size) {
      copy.write(ByteBuffer.allocate(1), size - 1);
    }
  }
}
