package io.mkube.iso9660.delta;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.ZeroSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A base with a delta over it. */
final class OverlaidSource implements ImageSource {
  private final ImageSource base;
  private final IsoDelta delta;

  OverlaidSource(ImageSource base, IsoDelta delta) {
    this.base = base;
    this.delta = delta;
  }

  @Override
  public long size() {
    return delta.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size()) {
      return -1;
    }
    int next = firstEndingBehind(position);
    boolean inRange =
        next < delta.ranges().size() && delta.ranges().get(next).position() <= position;
    if (inRange) {
      DeltaRange range = delta.ranges().get(next);
      long from = range.from() + position - range.position();
      return read(range.content(), from, range.end() - position, target);
    }
    long end = next < delta.ranges().size() ? delta.ranges().get(next).position() : size();
    return position < base.size()
        ? read(base, position, Math.min(end, base.size()) - position, target)
        : read(new ZeroSource(end - position), 0, end - position, target);
  }

  private static int read(ImageSource source, long position, long count, ByteBuffer target)
      throws IOException {
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), count));
    try {
      return source.read(position, target);
    } finally {
      target.limit(limit);
    }
  }

  private int firstEndingBehind(long position) {
    int low = 0;
    int high = delta.ranges().size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (delta.ranges().get(middle).end() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void close() throws IOException {
    base.close();
  }
}
