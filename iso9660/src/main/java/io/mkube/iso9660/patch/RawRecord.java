package io.mkube.iso9660.patch;

import io.mkube.iso9660.directory.DirectoryRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A directory record that is being changed.
 *
 * @param bytes the record
 */
record RawRecord(byte[] bytes) {
  private static final int FLAGS = 25;
  private static final int IDENTIFIER_LENGTH = 32;

  /** Identifier. */
  byte[] identifier() {
    return Arrays.copyOfRange(
        bytes, DirectoryRecord.HEAD, DirectoryRecord.HEAD + (bytes[IDENTIFIER_LENGTH] & 0xFF));
  }

  /** Head and identifier, with nothing behind them. */
  byte[] head() {
    return head(identifier());
  }

  /** The head with another identifier. */
  byte[] head(byte[] identifier) {
    byte[] head = Arrays.copyOf(bytes, DirectoryRecord.HEAD + identifier.length);
    head[IDENTIFIER_LENGTH] = (byte) identifier.length;
    System.arraycopy(identifier, 0, head, DirectoryRecord.HEAD, identifier.length);
    return head;
  }

  boolean has(int flag) {
    return (bytes[FLAGS] & flag) != 0;
  }

  boolean special() {
    return bytes[IDENTIFIER_LENGTH] == 1
        && (bytes[DirectoryRecord.HEAD] == 0 || bytes[DirectoryRecord.HEAD] == 1);
  }

  long block() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(2) & 0xFFFFFFFFL;
  }

  /** Says where the data is; it has no extended attribute record and no gaps from then on. */
  void place(long block, long length, boolean more) {
    bytes[1] = 0;
    both32(bytes, 2, block);
    both32(bytes, 10, length);
    bytes[26] = 0;
    bytes[27] = 0;
    bytes[FLAGS] =
        (byte)
            (more
                ? bytes[FLAGS] | DirectoryRecord.MULTI_EXTENT
                : bytes[FLAGS] & ~DirectoryRecord.MULTI_EXTENT);
  }

  RawRecord copy() {
    return new RawRecord(bytes.clone());
  }

  /** Writes a number in both byte orders (ECMA-119 7.3.3). */
  static void both32(byte[] target, int at, long value) {
    ByteBuffer buffer = ByteBuffer.wrap(target);
    buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) value);
    buffer.order(ByteOrder.BIG_ENDIAN).putInt(at + 4, (int) value);
  }

  /** Writes a number in both byte orders (ECMA-119 7.2.3). */
  static void both16(byte[] target, int at, int value) {
    ByteBuffer buffer = ByteBuffer.wrap(target);
    buffer.order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
    buffer.order(ByteOrder.BIG_ENDIAN).putShort(at + 2, (short) value);
  }
}
