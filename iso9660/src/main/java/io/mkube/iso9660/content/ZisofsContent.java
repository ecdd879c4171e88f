package io.mkube.iso9660.content;

import io.mkube.iso9660.directory.RockRidge;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a file that is compressed by zisofs, one block at a time. Not thread-safe.
 *
 * <p>Source: the zisofs format as Linux's isofs reads it: a header of 16 bytes, a table with one
 * more pointer than there are blocks, and each block a zlib stream, or nothing for zeros.
 */
final class ZisofsContent {
  private static final byte[] MAGIC = {
    0x37, (byte) 0xE4, 0x53, (byte) 0x96, (byte) 0xC9, (byte) 0xDB, (byte) 0xD6, 0x07
  };
  private static final String CLAUSE = "zisofs";
  private static final int HEADER = 16;

  private final StoredContent stored;
  private final RockRidge.Zisofs format;
  private final long offset;
  private byte[] block = {};
  private long blockNumber = -1;

  /**
   * Opens a compressed file.
   *
   * @param offset position in the image of its record, which errors name
   */
  ZisofsContent(StoredContent stored, RockRidge.Zisofs format, long offset) throws IOException {
    this.stored = stored;
    this.format = format;
    this.offset = offset;
    ByteBuffer header = read(0, HEADER);
    byte[] magic = new byte[MAGIC.length];
    header.get(magic);
    if (!Arrays.equals(magic, MAGIC)
        || (header.getInt() & 0xFFFFFFFFL) != format.size()
        || (header.get() & 0xFF) * 4 != format.headerBytes()
        || 1 << header.get() != format.blockBytes()) {
      throw new IsoFormatException(
          CLAUSE, offset, "the header of a compressed file does not agree with its record");
    }
  }

  /** Reads from one block; −1 at the end. */
  int read(long position, ByteBuffer target) throws IOException {
    if (position >= format.size()) {
      return -1;
    }
    long number = position / format.blockBytes();
    if (number != blockNumber) {
      block = load(number);
      blockNumber = number;
    }
    int from = (int) (position % format.blockBytes());
    int count = Math.min(target.remaining(), block.length - from);
    target.put(block, from, count);
    return count;
  }

  private byte[] load(long number) throws IOException {
    int length = (int) Math.min(format.blockBytes(), format.size() - number * format.blockBytes());
    ByteBuffer pointers = read(format.headerBytes() + number * 4, 8);
    long start = pointers.getInt() & 0xFFFFFFFFL;
    long end = pointers.getInt() & 0xFFFFFFFFL;
    // zlib never makes a block longer than this, so more is an attempt to fill the memory.
    if (end < start || end > stored.size() || end - start > 2L * format.blockBytes()) {
      throw new IsoFormatException(
          CLAUSE, offset, "the pointers of block " + number + " are wrong");
    }
    return start == end ? new byte[length] : inflate(read(start, (int) (end - start)), length);
  }

  private byte[] inflate(ByteBuffer compressed, int length) throws IsoFormatException {
    Inflater inflater = new Inflater();
    try {
      byte[] content = new byte[length];
      inflater.setInput(compressed);
      int done = 0;
      while (done < length) {
        int count = inflater.inflate(content, done, length - done);
        if (count == 0) {
          throw new IsoFormatException(CLAUSE, offset, "a compressed block is too short");
        }
        done += count;
      }
      return content;
    } catch (DataFormatException e) {
      IsoFormatException failure =
          new IsoFormatException(CLAUSE, offset, "a compressed block is damaged");
      failure.initCause(e);
      throw failure;
    } finally {
      inflater.end();
    }
  }

  private ByteBuffer read(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (stored.read(position + buffer.position(), buffer) < 0) {
        throw new IsoFormatException(CLAUSE, offset, "a compressed file ends early");
      }
    }
    return buffer.flip();
  }
}
