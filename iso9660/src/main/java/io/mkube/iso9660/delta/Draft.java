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

  /** Size of the base in bytes. */
  public long baseSize() {
    return base.size();
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
    if (content.size() == 0) {
      return;
    }
    DeltaRange range = new DeltaRange(position, content.size(), content, 0);
    clear(range.position(), range.end());
    ranges.put(position, range);
    size = Math.max(size, range.end());
  }

  /** Makes the image longer; what is new is zero. */
  public void grow(long newSize) {
    size = Math.max(size, newSize);
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size) {
      return -1;
    }
    Map.Entry<Long, DeltaRange> here = ranges.floorEntry(position);
    if (here != null && here.getValue().end() > position) {
      DeltaRange range = here.getValue();
      long from = range.from() + position - range.position();
      return readPart(range.content(), from, range.end() - position, target);
    }
    Long next = ranges.higherKey(position);
    long end = next == null ? size : Math.min(next, size);
    return position < base.size()
        ? readPart(base, position, Math.min(end, base.size()) - position, target)
        : readPart(new ZeroSource(end - position), 0, end - position, target);
  }

  /** What has been written, less what says the same as the base. */
  public IsoDelta delta() throws IOException {
    List<DeltaRange> changed = new ArrayList<>();
    for (DeltaRange range : ranges.values()) {
      if (!(range.content() instanceof MemorySource) || !sameAsBase(range)) {
        changed.add(range);
      }
    }
    return new IsoDelta(base.size(), size, changed);
  }

  @Override
  public void close() {
    // The base belongs to the caller.
  }

  private boolean sameAsBase(DeltaRange range) throws IOException {
    if (range.end() > base.size()) {
      return false;
    }
    int length = (int) range.length();
    byte[] before = base.bytes(range.position(), length, "ECMA-119 6.2").copy();
    ByteBuffer after = ByteBuffer.allocate(length);
    while (after.hasRemaining()) {
      if (range.content().read(range.from() + after.position(), after) < 0) {
        return false;
      }
    }
    return ByteBuffer.wrap(before).equals(after.flip());
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

  private static int readPart(ImageSource source, long position, long count, ByteBuffer target)
      throws IOException {
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), count));
    try {
      return source.read(position, target);
    } finally {
      target.limit(limit);
    }
  }
}
