package io.mkube.iso9660.content;

import io.mkube.iso9660.directory.RockRidge;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a file that is compressed by zisofs, one block at a time. Holds one block of at most 1 MiB
 * and its compressed form. Not thread-safe.
 *
 * <p>Source: the zisofs and zisofs2 formats of libisofs: a header of 16 or 24 bytes, a table with
 * one more pointer (4 or 8 bytes) than there are blocks, and each block a zlib stream, or nothing
 * for zeros.
 */
final class ZisofsContent {
  private static final String MAGIC_1 = "37e45396c9dbd607";
  private static final String MAGIC_2 = "ef2255a1bc1b95a0";
  private static final String CLAUSE = "zisofs";
  private static final int MAGIC_BYTES = 8;
  private static final int ZLIB = 1;

  private final StoredContent stored;
  private final RockRidge.Zisofs format;
  private final long offset;
  private final int pointerBytes;
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
    this.pointerBytes = format.version() == 1 ? 4 : 8;
    boolean right = format.version() == 1 ? header1() : header2();
    if (!right) {
      throw problem("the header of a compressed file does not agree with its record");
    }
    // A table that does not fit would let a few bytes stand for any number of blocks.
    long blocks =
        format.size() / format.blockBytes() + (format.size() % format.blockBytes() == 0 ? 0 : 1);
    if (blocks >= (stored.size() - format.headerBytes()) / pointerBytes && blocks > 0) {
      throw problem("a compressed file of " + stored.size() + " bytes claims " + format.size());
    }
  }

  private boolean header1() throws IOException {
    ByteBuffer header = read(0, 16);
    return magic(header).equals(MAGIC_1)
        && (header.getInt() & 0xFFFFFFFFL) == format.size()
        && (header.get() & 0xFF) * 4 == format.headerBytes()
        && header.get() == exponent();
  }

  private boolean header2() throws IOException {
    ByteBuffer header = read(0, 24);
    return magic(header).equals(MAGIC_2)
        && header.get() == 0
        && (header.get() & 0xFF) * 4 == format.headerBytes()
        && header.get() == ZLIB
        && header.get() == exponent()
        && header.getLong() == format.size();
  }

  private static String magic(ByteBuffer header) {
    byte[] magic = new byte[MAGIC_BYTES];
    header.get(magic);
    return HexFormat.of().formatHex(magic);
  }

  private int exponent() {
    return Integer.numberOfTrailingZeros(format.blockBytes());
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
    ByteBuffer pointers = read(format.headerBytes() + number * pointerBytes, 2 * pointerBytes);
    long start = pointer(pointers);
    long end = pointer(pointers);
    // zlib never makes a block longer than this, so more is an attempt to fill the memory.
    if (start < 0 || end < start || end > stored.size() || end - start > 2L * format.blockBytes()) {
      throw problem("the pointers of block " + number + " are wrong");
    }
    return start == end ? new byte[length] : inflate(read(start, (int) (end - start)), length);
  }

  private long pointer(ByteBuffer pointers) {
    return pointerBytes == 4 ? pointers.getInt() & 0xFFFFFFFFL : pointers.getLong();
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
          throw problem("a compressed block is too short");
        }
        done += count;
      }
      return content;
    } catch (DataFormatException e) {
      IsoFormatException failure = problem("a compressed block is damaged");
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
        throw problem("a compressed file ends early");
      }
    }
    return buffer.flip();
  }

  private IsoFormatException problem(String text) {
    return new IsoFormatException(CLAUSE, offset, text);
  }
}
