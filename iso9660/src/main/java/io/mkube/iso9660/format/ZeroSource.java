package io.mkube.iso9660.format;

import java.nio.ByteBuffer;

/**
 * Zeros, however many.
 *
 * @param size how many
 */
public record ZeroSource(long size) implements ImageSource {
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(Sector.SIZE).asReadOnlyBuffer();

  @Override
  public int read(long position, ByteBuffer target) {
    if (position >= size) {
      return -1;
    }
    long bytes = Math.min(Math.min(target.remaining(), size - position), ZEROS.capacity());
    target.put(ZEROS.duplicate().limit((int) bytes));
    return (int) bytes;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }
}
