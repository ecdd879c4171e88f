package io.mkube.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads the frames of a file in order. */
final class FrameReader {
  private static final int CHUNK = 1 << 20;

  private final CRC32C crc = new CRC32C();
  private final Disk.OpenFile file;
  private final long salt;
  private final long size;
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long chunkStart;

  FrameReader(Disk.OpenFile file, long salt) throws IOException {
    this.file = file;
    this.salt = salt;
    this.size = file.size();
  }

  /** What stands at a position. */
  sealed interface Found {}

  /**
   * An intact frame.
   *
   * @param firstRevision revision of the first record
   * @param records the records, valid until the next read
   * @param end position behind the frame
   */
  record Frame(long firstRevision, ByteBuffer records, long end) implements Found {}

  /** Nothing but zeros to the end of the file. */
  record Nothing() implements Found {}

  /** Something else. */
  record Damage(String reason) implements Found {}

  Found read(long position) throws IOException {
    if (size - position < FrameBuffer.HEADER) {
      return isZeroFrom(position) ? new Nothing() : new Damage("a frame header is cut off");
    }
    ByteBuffer header = bytes(position, FrameBuffer.HEADER);
    if (header.getInt(0) == 0 && isZeroFrom(position)) {
      return new Nothing();
    }
    header = bytes(position, FrameBuffer.HEADER);
    if (!isHeader(header)) {
      return new Damage("not the start of a frame");
    }
    int length = header.getInt(4);
    long firstRevision = header.getLong(8);
    int checksum = header.getInt(16);
    long start = position + FrameBuffer.HEADER;
    if (length < 0 || length > size - start) {
      return new Damage("the frame of revision " + firstRevision + " is cut off");
    }
    ByteBuffer records = bytes(start, length);
    crc.reset();
    crc.update(records.duplicate());
    if ((int) crc.getValue() != checksum) {
      return new Damage("the frame of revision " + firstRevision + " does not match its checksum");
    }
    return new Frame(firstRevision, records, start + length);
  }

  /**
   * Whether an intact frame begins anywhere behind a position. Frames are made durable one after
   * the other, so damage before an intact one is not a write that a crash cut short.
   */
  boolean hasFrameBehind(long position) throws IOException {
    for (long at = position + 1; at <= size - FrameBuffer.HEADER; at++) {
      ByteBuffer header = bytes(at, FrameBuffer.HEADER);
      if (header.getInt(0) == FrameBuffer.MAGIC && isHeader(header) && read(at) instanceof Frame) {
        return true;
      }
    }
    return false;
  }

  private boolean isHeader(ByteBuffer header) {
    return header.getInt(0) == FrameBuffer.MAGIC
        && header.getInt(FrameBuffer.HEADER_CHECKED)
            == FrameBuffer.headerChecksum(crc, header.slice(0, FrameBuffer.HEADER_CHECKED), salt);
  }

  private boolean isZeroFrom(long position) throws IOException {
    for (long at = position; at < size; at += CHUNK) {
      ByteBuffer bytes = bytes(at, (int) Math.min(CHUNK, size - at));
      while (bytes.remaining() >= Long.BYTES) {
        if (bytes.getLong() != 0) {
          return false;
        }
      }
      while (bytes.hasRemaining()) {
        if (bytes.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    if (position < chunkStart || position + length > chunkStart + chunk.limit()) {
      int wanted = (int) Math.min(Math.max(length, CHUNK), size - position);
      if (chunk.capacity() < wanted) {
        chunk = ByteBuffer.allocate(wanted);
      }
      chunk.clear().limit(wanted);
      file.readFully(chunk, position);
      if (chunk.hasRemaining()) {
        throw new IOException("the file became shorter while it was read");
      }
      chunkStart = position;
    }
    return chunk.slice((int) (position - chunkStart), length);
  }
}
