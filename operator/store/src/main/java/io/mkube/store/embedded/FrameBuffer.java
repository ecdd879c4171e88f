package io.mkube.store.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A frame in the making, used again for the next one. Confined to one thread at a time. */
final class FrameBuffer {
  static final int MAGIC = 0x4d4b4652; // MKFR
  static final int HEADER = 24;
  static final int HEADER_CHECKED = HEADER - Integer.BYTES;

  /** A frame takes no further record beyond this size, so only one record can be larger. */
  private static final int FULL = 1 << 20;

  private static final int INITIAL = 256 << 10;
  private static final int LARGEST_KEPT = 4 << 20;

  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL);

  FrameBuffer() {
    clear();
  }

  void clear() {
    if (buffer.capacity() > LARGEST_KEPT) {
      buffer = ByteBuffer.allocateDirect(INITIAL);
    }
    buffer.clear().position(HEADER);
  }

  boolean isEmpty() {
    return buffer.position() == HEADER;
  }

  boolean isFull() {
    return buffer.position() >= FULL;
  }

  int size() {
    return buffer.position();
  }

  /** The buffer, with room for so many bytes more. */
  ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = Math.addExact(buffer.position(), bytes);
      ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, buffer.capacity() * 2));
      larger.put(buffer.flip());
      buffer = larger;
    }
    return buffer;
  }

  /** Completes the frame for a file and returns its bytes, valid until the next {@link #clear}. */
  ByteBuffer finish(long firstRevision, long salt) {
    int end = buffer.position();
    crc.reset();
    crc.update(buffer.slice(HEADER, end - HEADER));
    buffer.putInt(0, MAGIC);
    buffer.putInt(4, end - HEADER);
    buffer.putLong(8, firstRevision);
    buffer.putInt(16, (int) crc.getValue());
    buffer.putInt(HEADER_CHECKED, headerChecksum(crc, buffer.slice(0, HEADER_CHECKED), salt));
    return buffer.slice(0, end);
  }

  /** Checksum of the first bytes of a frame, which are consumed. */
  static int headerChecksum(CRC32C crc, ByteBuffer checked, long salt) {
    crc.reset();
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      crc.update((int) (salt >>> shift) & 0xff);
    }
    crc.update(checked);
    return (int) crc.getValue();
  }
}
