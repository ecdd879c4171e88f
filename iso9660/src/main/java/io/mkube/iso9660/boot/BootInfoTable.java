package io.mkube.iso9660.boot;

import io.mkube.iso9660.content.StoredContent;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What mkisofs writes into a boot image so that it finds itself: bytes 8 to 23 of isolinux.bin and
 * of GRUB's eltorito.img.
 *
 * @param descriptorSector sector of the primary volume descriptor
 * @param fileSector first sector of the file
 * @param fileLength bytes of the file
 * @param checksum sum of its words from byte 64 on
 */
public record BootInfoTable(
    long descriptorSector, long fileSector, long fileLength, long checksum) {
  /** Position of the table in the file. */
  public static final int OFFSET = 8;

  /** Bytes that hold something. */
  public static final int LENGTH = 16;

  /** Where the words begin that are summed up. */
  private static final int SUMMED_FROM = 64;

  private static final int CHUNK = 16 << 10;

  /** The table that a file has to hold. */
  public static BootInfoTable expected(
      StoredContent content, long descriptorSector, long fileSector) throws IOException {
    return new BootInfoTable(descriptorSector, fileSector, content.size(), sum(content));
  }

  /**
   * The table in a file. Nothing marks it, so it counts as one only if all of it is true.
   *
   * @param fileSector where the file begins
   */
  public static Optional<BootInfoTable> find(
      StoredContent content, long descriptorSector, long fileSector) throws IOException {
    if (content.size() < SUMMED_FROM) {
      return Optional.empty();
    }
    ByteBuffer head = read(content, OFFSET, LENGTH);
    BootInfoTable table = new BootInfoTable(word(head), word(head), word(head), word(head));
    boolean plausible =
        table.descriptorSector == descriptorSector
            && table.fileSector == fileSector
            && table.fileLength == content.size();
    return plausible && table.checksum == sum(content) ? Optional.of(table) : Optional.empty();
  }

  /** The table as it is written. */
  public byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) descriptorSector)
        .putInt((int) fileSector)
        .putInt((int) fileLength)
        .putInt((int) checksum)
        .array();
  }

  private static long sum(StoredContent content) throws IOException {
    long sum = 0;
    for (long at = SUMMED_FROM; at < content.size(); at += CHUNK) {
      int count = (int) Math.min(CHUNK, content.size() - at);
      ByteBuffer chunk = read(content, at, count);
      // A last word that is not whole is filled with zeros.
      ByteBuffer words =
          ByteBuffer.allocate((count + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN).put(chunk);
      words.rewind();
      while (words.hasRemaining()) {
        sum += words.getInt();
      }
    }
    return sum & 0xFFFFFFFFL;
  }

  private static ByteBuffer read(StoredContent content, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && content.read(position + buffer.position(), buffer) >= 0) {
      // the next part
    }
    return buffer.flip();
  }

  private static long word(ByteBuffer buffer) {
    return buffer.getInt() & 0xFFFFFFFFL;
  }

  /** Position behind the last sector of the file. */
  public long end() {
    return fileSector * Sector.SIZE + Sector.roundUp(fileLength);
  }
}
