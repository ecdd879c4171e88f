package io.mkube.iso9660.partition;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A GUID partition table, the first or the second one (UEFI 5.3).
 *
 * @param lba block of its header
 * @param otherLba block of the other table's header
 * @param firstUsable first block for partitions
 * @param lastUsable last block for partitions
 * @param arrayLba first block of the partition entries
 * @param count number of entries, used or not
 * @param entrySize bytes of an entry
 * @param headerValid whether the header's checksum is right
 * @param arrayValid whether the checksum of the entries is right
 * @param partitions the entries in use
 */
public record Gpt(
    long lba,
    long otherLba,
    long firstUsable,
    long lastUsable,
    long arrayLba,
    int count,
    int entrySize,
    boolean headerValid,
    boolean arrayValid,
    List<Entry> partitions) {
  /** Type of an EFI system partition. */
  public static final UUID EFI_SYSTEM = UUID.fromString("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");

  /** Bytes of a header. */
  public static final int HEADER = 92;

  private static final int MAX_ARRAY = 1 << 20;
  private static final int NAME = 56;

  public Gpt {
    partitions = List.copyOf(partitions);
  }

  /**
   * A partition.
   *
   * @param index number of the entry from 0
   * @param type type
   * @param id own id
   * @param first first block of 512 bytes
   * @param last last block
   * @param flags attributes
   * @param name name
   */
  public record Entry(
      int index, UUID type, UUID id, long first, long last, long flags, String name) {
    /** Position of the first byte of the partition. */
    public long position() {
      return first * Mbr.BLOCK;
    }

    /** Position behind its last byte. */
    public long end() {
      return (last + 1) * Mbr.BLOCK;
    }
  }

  /** Bytes of all entries. */
  public long arrayBytes() {
    return (long) count * entrySize;
  }

  /** Whether both checksums are right. */
  public boolean valid() {
    return headerValid && arrayValid;
  }

  /** The table with its header at a block. */
  static Optional<Gpt> read(ImageSource source, long lba) throws IOException {
    long position = lba * Mbr.BLOCK;
    if (lba <= 0 || position > source.size() - Mbr.BLOCK) {
      return Optional.empty();
    }
    Bytes header = source.bytes(position, Mbr.BLOCK, "UEFI 5.3.2");
    if (!header.has(0, "EFI PART")) {
      return Optional.empty();
    }
    long arrayLba = header.le64(72);
    long count = header.le32(80);
    long entrySize = header.le32(84);
    boolean readable =
        entrySize >= 128
            && entrySize <= 4096
            && count <= MAX_ARRAY / entrySize
            && arrayLba > 0
            && arrayLba <= (source.size() - count * entrySize) / Mbr.BLOCK;
    Bytes array =
        readable
            ? source.bytes(arrayLba * Mbr.BLOCK, (int) (count * entrySize), "UEFI 5.3.3")
            : header.slice(0, 0);
    return Optional.of(
        new Gpt(
            header.le64(24),
            header.le64(32),
            header.le64(40),
            header.le64(48),
            arrayLba,
            (int) count,
            (int) entrySize,
            headerValid(header),
            readable && crc(array.copy()) == header.le32(88),
            entries(array, readable ? (int) entrySize : 0)));
  }

  /** Checksum of partition tables. */
  public static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private static boolean headerValid(Bytes header) throws IOException {
    long size = header.le32(12);
    if (size < HEADER || size > Mbr.BLOCK) {
      return false;
    }
    byte[] bytes = header.slice(0, (int) size).copy();
    for (int i = 16; i < 20; i++) {
      bytes[i] = 0;
    }
    return crc(bytes) == header.le32(16);
  }

  private static List<Entry> entries(Bytes array, int entrySize) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; entrySize > 0 && i < array.length() / entrySize; i++) {
      Bytes entry = array.slice(i * entrySize, entrySize);
      if (!entry.slice(0, 16).zero()) {
        String name = entry.text(NAME, 72, StandardCharsets.UTF_16LE);
        entries.add(
            new Entry(
                i,
                uuid(entry, 0),
                uuid(entry, 16),
                entry.le64(32),
                entry.le64(40),
                entry.le64(48),
                name));
      }
    }
    return entries;
  }

  /** A GUID: its first three parts are little endian (UEFI appendix A). */
  private static UUID uuid(Bytes bytes, int at) throws IOException {
    long high = bytes.le32(at) << 32 | (long) bytes.le16(at + 4) << 16 | bytes.le16(at + 6);
    long low = bytes.be32(at + 8) << 32 | bytes.be32(at + 12);
    return new UUID(high, low);
  }
}
