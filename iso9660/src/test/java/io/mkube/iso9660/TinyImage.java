package io.mkube.iso9660;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An image put together by hand, for what no program writes: a primary descriptor, path tables and
 * a root directory whose records stand in the order in which they are added. Not thread-safe.
 */
final class TinyImage {
  private static final int SECTOR = 2048;
  private static final int TABLES = 18;
  private final int blockSize;
  private final int rootBlock;
  private final byte[] bytes;
  private final long volumeBytes;
  private int end;

  /**
   * @param rootBlock logical block where the root directory begins
   * @param head bytes that are kept, with all directories
   * @param volumeBytes bytes that the descriptor names
   */
  TinyImage(int blockSize, int rootBlock, int head, long volumeBytes) {
    this.blockSize = blockSize;
    this.rootBlock = rootBlock;
    this.bytes = new byte[head];
    this.volumeBytes = volumeBytes;
    this.end = rootBlock * blockSize;
    append(record("\0", rootBlock, 0, 2, new int[3]));
    append(record("\1", rootBlock, 0, 2, new int[3]));
  }

  /** Adds a file in one piece. */
  TinyImage file(String name, long block, long length, int flags) {
    append(record(name, block, length, flags, new int[3]));
    return this;
  }

  /**
   * Adds a file.
   *
   * @param layout blocks of the extended attribute record, of a unit and of a gap
   */
  TinyImage file(String name, long block, long length, int flags, int... layout) {
    append(record(name, block, length, flags, layout));
    return this;
  }

  /** Puts content at a block. */
  TinyImage put(long block, byte[] content) {
    System.arraycopy(content, 0, bytes, (int) (block * blockSize), content.length);
    return this;
  }

  /** The begin of the image, with all that was added. */
  byte[] build() {
    int start = rootBlock * blockSize;
    int length = (end - start + SECTOR - 1) / SECTOR * SECTOR;
    ByteBuffer root = ByteBuffer.wrap(bytes);
    int second = start + (bytes[start] & 0xFF);
    both32(root, start + 10, length);
    both32(root, second + 10, length);
    ByteBuffer volume = ByteBuffer.wrap(bytes, 16 * SECTOR, SECTOR).slice();
    Arrays.fill(bytes, 16 * SECTOR, 16 * SECTOR + 813, (byte) 0);
    Arrays.fill(bytes, 16 * SECTOR + 8, 16 * SECTOR + 72, (byte) ' ');
    Arrays.fill(bytes, 16 * SECTOR + 190, 16 * SECTOR + 813, (byte) ' ');
    volume.put(0, "\1CD001\1".getBytes(StandardCharsets.ISO_8859_1));
    both32(volume, 80, volumeBytes / blockSize);
    both16(volume, 120, 1);
    both16(volume, 124, 1);
    both16(volume, 128, blockSize);
    both32(volume, 132, 10);
    int table = TABLES * SECTOR / blockSize;
    volume.order(ByteOrder.LITTLE_ENDIAN).putInt(140, table);
    volume.order(ByteOrder.BIG_ENDIAN).putInt(148, table + SECTOR / blockSize);
    volume.put(156, bytes, start, 34);
    for (int date = 813; date < 881; date += 17) {
      Arrays.fill(bytes, 16 * SECTOR + date, 16 * SECTOR + date + 16, (byte) '0');
    }
    volume.put(881, (byte) 1);
    put(17L * SECTOR / blockSize, "\u00FFCD001\1".getBytes(StandardCharsets.ISO_8859_1));
    ByteBuffer tables = ByteBuffer.wrap(bytes, TABLES * SECTOR, 2 * SECTOR).slice();
    tables.order(ByteOrder.LITTLE_ENDIAN).put(0, (byte) 1).putInt(2, rootBlock);
    tables.putShort(6, (short) 1);
    tables.order(ByteOrder.BIG_ENDIAN).put(SECTOR, (byte) 1).putInt(SECTOR + 2, rootBlock);
    tables.putShort(SECTOR + 6, (short) 1);
    return bytes;
  }

  private void append(byte[] record) {
    if (end / SECTOR != (end + record.length - 1) / SECTOR) {
      end = (end / SECTOR + 1) * SECTOR; // a record lies in one sector
    }
    System.arraycopy(record, 0, bytes, end, record.length);
    end += record.length;
  }

  private static byte[] record(String name, long block, long length, int flags, int[] layout) {
    int size = 33 + name.length() + (name.length() + 1) % 2;
    ByteBuffer record = ByteBuffer.allocate(size);
    record.put(0, (byte) size).put(1, (byte) layout[0]);
    both32(record, 2, block);
    both32(record, 10, length);
    record.put(18, new byte[] {125, 1, 2, 3, 4, 5, 0});
    record.put(25, (byte) flags).put(26, (byte) layout[1]).put(27, (byte) layout[2]);
    both16(record, 28, 1);
    record.put(32, (byte) name.length()).put(33, name.getBytes(StandardCharsets.ISO_8859_1));
    return record.array();
  }

  private static void both32(ByteBuffer bytes, int at, long value) {
    bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) value);
    bytes.order(ByteOrder.BIG_ENDIAN).putInt(at + 4, (int) value);
  }

  private static void both16(ByteBuffer bytes, int at, int value) {
    bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
    bytes.order(ByteOrder.BIG_ENDIAN).putShort(at + 2, (short) value);
  }
}
