package io.mkube.iso9660.partition;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A master boot record with its primary partitions.
 *
 * @param partitions the entries in use
 */
public record Mbr(List<Entry> partitions) {
  /** Unit of all addresses in partition tables of disks. */
  public static final int BLOCK = 512;

  /** Type of a partition that only says that there is a GPT (UEFI 5.2.3). */
  public static final int PROTECTIVE = 0xEE;

  /** Type of an EFI system partition. */
  public static final int EFI_SYSTEM = 0xEF;

  /** Position of the first entry. */
  public static final int TABLE = 446;

  private static final int ENTRY = 16;
  private static final int ENTRIES = 4;
  private static final int SIGNATURE = 510;

  public Mbr {
    partitions = List.copyOf(partitions);
  }

  /**
   * A partition.
   *
   * @param index number of the entry from 0
   * @param active whether it is marked as bootable
   * @param type type
   * @param start first block of 512 bytes
   * @param count number of blocks
   */
  public record Entry(int index, boolean active, int type, long start, long count) {
    /** Position of the entry in the image. */
    public long offset() {
      return TABLE + (long) index * ENTRY;
    }

    /** Position of the first byte of the partition. */
    public long position() {
      return start * BLOCK;
    }

    /** Position behind its last byte. */
    public long end() {
      return (start + count) * BLOCK;
    }
  }

  static Optional<Mbr> read(ImageSource source) throws IOException {
    Bytes sector = source.bytes(0, BLOCK, "MBR");
    if (sector.u8(SIGNATURE) != 0x55 || sector.u8(SIGNATURE + 1) != 0xAA) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      int at = TABLE + i * ENTRY;
      int status = sector.u8(at);
      long count = sector.le32(at + 12);
      if ((status == 0 || status == 0x80) && count > 0) {
        entries.add(new Entry(i, status == 0x80, sector.u8(at + 4), sector.le32(at + 8), count));
      }
    }
    return Optional.of(new Mbr(entries));
  }
}
