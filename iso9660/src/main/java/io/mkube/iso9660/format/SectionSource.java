package io.mkube.iso9660.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A part of a source, such as a partition. */
record SectionSource(ImageSource source, long start, long size) implements ImageSource {
  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size) {
      return -1;
    }
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), size - position));
    try {
      return source.read(start + position, target);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
