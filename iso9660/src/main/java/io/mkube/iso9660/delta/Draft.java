package io.mkube.iso9660.delta;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.format.ZeroSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image that is being changed: the base, and over it what has been written so far, so that every
 * step of a plan sees the steps before it. The base is never written. Not thread-safe.
 */
public final class Draft implements ImageSource {
  private final ImageSource base;
  private final TreeMap<Long, DeltaRange> ranges = new TreeMap<>();
  private long size;

  /** Begins with the base; closing the draft does not close it. */
  public Draft(ImageSource base) {
    this.base = base;
    this.size = base.size();
  }

  @Override
  public long size() {
    return size;
  }

  /** Writes bytes; the array must not be changed afterwards. */
  public void write(long position, byte[] bytes) {
    write(position, new MemorySource(bytes));
  }

  /** Writes zeros. */
  public void zero(long position, long length) {
    if (length > 0) {
      write(position, new ZeroSource(length));
    }
  }

  /** Writes content, which is read when the plan is carried out and must stay what it is. */
  public void write(long position, ImageSource content) {
    write(position, content, 0, content.size());
  }

  /** Writes a part of content, which must stay what it is like all content. */
  public void write(long position, ImageSource content, long from, long length) {
    if (length > 0) {
      put(new DeltaRange(position, length, content, from));
    }
  }

  /**
   * Moves what lies between two positions towards the end and leaves zeros where it was, up to the
   * place where it is then and behind it.
   *
   * @param by bytes to move it by; the image becomes longer by them
   * @throws IllegalStateException if any of it has been written already
   */
  public void moveBehind(long start, long end, long by) {
    if (!ranges.subMap(start, size).isEmpty()) {
      throw new IllegalStateException("what moves must be as it is in the base");
    }
    long newSize = size + by;
    zero(start, newSize - start);
    write(start + by, base, start, end - start);
  }

  /** A part of the image as it is now, whatever is written afterwards. */
  public ImageSource part(long position, long length) throws IOException {
    TreeMap<Long, DeltaRange> now = new TreeMap<>(ranges.headMap(position + length));
    return new OverlaidSource(base, now, size).section(position, length);
  }

  /** Makes the image longer; what is new is zero. */
  public void grow(long newSize) {
    size = Math.max(size, newSize);
  }

  /** Whether anything between two positions has been written. */
  public boolean touched(long start, long end) {
    Map.Entry<Long, DeltaRange> before = ranges.lowerEntry(end);
    return before != null && before.getValue().end() > start;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return new OverlaidSource(base, ranges, size).read(position, target);
  }

  /** What has been written, less what says the same as the base. */
  public IsoDelta delta() throws IOException {
    List<DeltaRange> changed = new ArrayList<>();
    Difference difference = new Difference(base);
    for (DeltaRange range : ranges.values()) {
      difference.of(range, changed);
    }
    return new IsoDelta(base.size(), size, changed);
  }

  @Override
  public void close() {
    // The base belongs to the caller.
  }

  private void put(DeltaRange range) {
    clear(range.position(), range.end());
    ranges.put(range.position(), range);
    size = Math.max(size, range.end());
  }

  /** Takes what was written between two positions away. */
  private void clear(long start, long end) {
    Map.Entry<Long, DeltaRange> before = ranges.lowerEntry(start);
    if (before != null && before.getValue().end() > start) {
      DeltaRange range = before.getValue();
      ranges.put(range.position(), range.part(range.position(), start));
      if (range.end() > end) {
        ranges.put(end, range.part(end, range.end()));
      }
    }
    Map.Entry<Long, DeltaRange> inside = ranges.ceilingEntry(start);
    while (inside != null && inside.getKey() < end) {
      DeltaRange range = inside.getValue();
      ranges.remove(range.position());
      if (range.end() > end) {
        ranges.put(end, range.part(end, range.end()));
      }
      inside = ranges.ceilingEntry(start);
    }
  }
}
