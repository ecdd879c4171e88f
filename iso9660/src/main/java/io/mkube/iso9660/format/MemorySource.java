package io.mkube.iso9660.format;

import java.nio.ByteBuffer;

/** Bytes in memory; not copied, not to be changed. */
public final class MemorySource implements ImageSource {
  private final byte[] bytes;

  public MemorySource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer target) {
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), bytes.length - position);
    target.put(bytes, (int) position, count);
    return count;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }
}
