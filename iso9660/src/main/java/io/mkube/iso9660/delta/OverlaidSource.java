package io.mkube.iso9660.delta;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.ZeroSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;

/** A base with ranges over it; what lies behind the base and in no range is zero. */
final class OverlaidSource implements ImageSource {
  private final ImageSource base;
  private final NavigableMap<Long, DeltaRange> ranges;
  private final long size;

  OverlaidSource(ImageSource base, NavigableMap<Long, DeltaRange> ranges, long size) {
    this.base = base;
    this.ranges = ranges;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
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

  @Override
  public void close() throws IOException {
    base.close();
  }
}
