package io.mkube.iso9660.patch;

import io.mkube.iso9660.boot.BootEntry;
import io.mkube.iso9660.boot.BootInfoTable;
import io.mkube.iso9660.content.StoredContent;
import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionWriter;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;

/**
 * Keeps true what boot code and tables say of a file: they name it by its place, not by its name.
 */
final class BootReferences {
  /** GRUB keeps the place of its second part in its first one ({@code --grub2-boot-info}). */
  private static final int GRUB_PLACE = 2548;

  /** Blocks from the start of GRUB's image to what its own boot code loads. */
  private static final int GRUB_SKIPPED = 5;

  /** Where boot code in a master boot record keeps what it loads. */
  private static final int MBR_PLACE = 432;

  private static final int GRUB_MBR_SKIPPED = 4;
  private static final int BLOCKS = Sector.SIZE / Mbr.BLOCK;
  private static final int CATALOG_COUNT = 6;
  private static final int CATALOG_BLOCK = 8;
  private static final int MAX_COUNT = 0xFFFF;

  private final Draft draft;
  private final ImageScan scan;
  private final PartitionWriter partitions;

  BootReferences(Draft draft, ImageScan scan) {
    this.draft = draft;
    this.scan = scan;
    this.partitions = new PartitionWriter(draft);
  }

  /**
   * What is known of a file before it changes.
   *
   * @param extent where it is
   * @param infoTable whether it holds a boot info table
   * @param grub whether it holds its own place as GRUB does
   */
  record File(Extent extent, boolean infoTable, boolean grub) {
    long sector() {
      return extent.position() / Sector.SIZE;
    }
  }

  File file(IsoEntry entry) throws IOException {
    Extent extent = entry.extents().getFirst();
    long sector = extent.position() / Sector.SIZE;
    StoredContent content = StoredContent.of(draft, entry);
    boolean table = BootInfoTable.find(content, VolumeSet.FIRST_SECTOR, sector).isPresent();
    boolean grub =
        table
            && extent.length() >= GRUB_PLACE + 8
            && draft.bytes(extent.position(), GRUB_PLACE + 8, "GRUB").le64(GRUB_PLACE)
                == sector * BLOCKS + GRUB_SKIPPED;
    return new File(extent, table, grub);
  }

  /** Tells boot code and tables where a file is now. */
  void moved(File file, Extent now, long length) throws IOException {
    long sector = now.position() / Sector.SIZE;
    if (file.grub && length >= GRUB_PLACE + 8) {
      draft.write(
          now.position() + GRUB_PLACE,
          little(Long.BYTES).putLong(0, sector * BLOCKS + GRUB_SKIPPED).array());
    }
    if (file.infoTable) {
      StoredContent content = StoredContent.of(draft, new Extent(now.position(), length));
      BootInfoTable table = BootInfoTable.expected(content, VolumeSet.FIRST_SECTOR, sector);
      draft.write(now.position() + BootInfoTable.OFFSET, table.encode());
    }
    updateCatalog(file, sector, length);
    if (file.sector() != sector) {
      updateBootCode(file, sector);
      partitions.moved(file.extent(), new Extent(now.position(), Sector.roundUp(length)));
    }
  }

  /**
   * Refuses to change the catalog as a file: it follows the boot images by itself.
   *
   * @throws FileSystemException if the file is the catalog
   */
  void requireNoCatalog(IsoEntry entry) throws FileSystemException {
    boolean catalog =
        scan.catalog().isPresent()
            && entry.size() > 0
            && sector(entry) == scan.catalog().get().sector();
    if (catalog) {
      throw new FileSystemException(
          entry.path(),
          null,
          "is the boot catalog, which follows the boot images by itself and cannot be changed");
    }
  }

  /**
   * Refuses to take away what machines boot from.
   *
   * @throws FileSystemException if the file is a boot image, a partition or the catalog
   */
  void requireNotBooted(IsoEntry entry) throws FileSystemException {
    if (!entry.isFile() || entry.size() == 0) {
      return;
    }
    requireNoCatalog(entry);
    if (isBooted(entry)) {
      throw new FileSystemException(
          entry.path(), null, "machines boot from this file, so it cannot be deleted");
    }
  }

  /** Whether a file is a boot image, a partition or the catalog. */
  boolean isBooted(IsoEntry entry) {
    long sector = sector(entry);
    boolean image =
        scan.catalog().isPresent()
            && (scan.catalog().get().sector() == sector
                || scan.catalog().get().entries().stream().anyMatch(i -> i.block() == sector));
    return image || isPartition(sector * Sector.SIZE);
  }

  private boolean isPartition(long position) {
    boolean inMbr =
        scan.partitions().mbr().isPresent()
            && scan.partitions().mbr().get().partitions().stream()
                .anyMatch(p -> p.position() == position);
    return inMbr
        || (scan.partitions().gpt().isPresent()
            && scan.partitions().gpt().get().partitions().stream()
                .anyMatch(p -> p.position() == position));
  }

  private static long sector(IsoEntry entry) {
    return entry.extents().getFirst().position() / Sector.SIZE;
  }

  private void updateCatalog(File file, long sector, long length) throws IOException {
    if (scan.catalog().isEmpty()) {
      return;
    }
    long oldCount = (file.extent().length() + Mbr.BLOCK - 1) / Mbr.BLOCK;
    long newCount = Math.min(MAX_COUNT, (length + Mbr.BLOCK - 1) / Mbr.BLOCK);
    for (BootEntry image : scan.catalog().get().entries()) {
      Bytes entry = draft.bytes(image.offset(), BootEntry.LENGTH, "El Torito 2.2");
      if (entry.le32(CATALOG_BLOCK) != file.sector()) {
        continue;
      }
      byte[] bytes = entry.copy();
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putInt(CATALOG_BLOCK, (int) sector);
      // A count that was the true size stays so; others say what the loader needs.
      if (entry.le16(CATALOG_COUNT) == oldCount) {
        buffer.putShort(CATALOG_COUNT, (short) newCount);
      }
      draft.write(image.offset(), bytes);
    }
  }

  private void updateBootCode(File file, long sector) throws IOException {
    Bytes place = draft.bytes(MBR_PLACE, Long.BYTES, "MBR");
    if (place.le64(0) == file.sector() * BLOCKS + GRUB_MBR_SKIPPED) {
      draft.write(
          MBR_PLACE, little(Long.BYTES).putLong(0, sector * BLOCKS + GRUB_MBR_SKIPPED).array());
    } else if (file.sector() > 0 && place.le32(0) == file.sector() * BLOCKS) {
      draft.write(MBR_PLACE, little(Integer.BYTES).putInt(0, (int) (sector * BLOCKS)).array());
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
