package io.mkube.iso9660.patch;

import io.mkube.iso9660.boot.BootEntry;
import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.Apm;
import io.mkube.iso9660.partition.Gpt;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.partition.PartitionWriter;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.util.Optional;

/**
 * Makes room at the end of the partition that can be mounted alone ({@code -partition_offset}): its
 * files must lie inside it, so what follows it, the EFI partition mostly, moves towards the end of
 * the image.
 */
final class Insertion {
  private static final int SPACE_SIZE = 80;
  private static final int CATALOG_BLOCK = 8;
  private static final long BLOCKS = Sector.SIZE / Mbr.BLOCK;

  private final Draft draft;
  private final ImageScan scan;
  private final long at;
  private final long count;

  private Insertion(Draft draft, ImageScan scan, long at, long count) {
    this.draft = draft;
    this.scan = scan;
    this.at = at;
    this.count = count;
  }

  /**
   * Inserts empty sectors.
   *
   * @param scan the image as it is, without anything planned yet
   * @throws FileSystemException if what follows the partition cannot be moved
   */
  static void apply(Draft draft, ImageScan scan, long sectors) throws IOException {
    VolumeSet twin = scan.twin().orElseThrow();
    long start = twin.shift() * Sector.SIZE;
    long end = partitionEnd(scan.partitions(), start);
    Insertion insertion = new Insertion(draft, scan, end, sectors);
    insertion.requireMovable();
    insertion.moveBootImages();
    insertion.growVolumes();
    insertion.moveContent();
  }

  private static long partitionEnd(PartitionTables tables, long start) throws FileSystemException {
    long end = 0;
    if (tables.mbr().isPresent()) {
      for (Mbr.Entry entry : tables.mbr().get().partitions()) {
        end = entry.position() == start ? Math.max(end, entry.end()) : end;
      }
    }
    if (tables.gpt().isPresent()) {
      for (Gpt.Entry entry : tables.gpt().get().partitions()) {
        end = entry.position() == start ? Math.max(end, entry.end()) : end;
      }
    }
    if (end % Sector.SIZE != 0) {
      throw refusal("it does not end at the end of a sector");
    }
    return end;
  }

  private void requireMovable() throws IOException {
    boolean damaged = scan.partitions().gpt().isPresent() && !scan.partitions().gpt().get().valid();
    if (damaged) {
      throw refusal("the partition table is damaged");
    }
    boolean stored = scan.trees().stream().anyMatch(tree -> tree.reaches(at));
    boolean catalog =
        scan.catalog().isPresent() && scan.catalog().get().sector() * Sector.SIZE >= at;
    if (stored || catalog) {
      throw refusal("files are stored behind it");
    }
    if (scan.partitions().apm().isPresent()) {
      Apm apm = scan.partitions().apm().get();
      for (Apm.Entry entry : apm.partitions()) {
        if (entry.type().startsWith("Apple_HFS")
            && (entry.start() + entry.count()) * apm.blockSize() > at) {
          throw refusal("an HFS file system reaches behind it");
        }
      }
    }
  }

  private static FileSystemException refusal(String reason) {
    return new FileSystemException(
        null,
        null,
        "there is no room inside the first partition, which can be mounted alone, and it cannot"
            + " grow: "
            + reason);
  }

  private void moveBootImages() throws IOException {
    if (scan.catalog().isEmpty()) {
      return;
    }
    for (BootEntry image : scan.catalog().get().entries()) {
      if (image.position() >= at) {
        byte[] entry = draft.bytes(image.offset(), BootEntry.LENGTH, "El Torito 2.2").copy();
        ByteBuffer.wrap(entry)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(CATALOG_BLOCK, (int) (image.block() + count));
        draft.write(image.offset(), entry);
      }
    }
  }

  private void growVolumes() throws IOException {
    for (VolumeSet set : scan.sets()) {
      for (VolumeDescriptor volume : set.volumes()) {
        long end = volume.shift() * Sector.SIZE + volume.volumeBytes();
        if (end >= at) {
          long blocks = volume.volumeSpaceSize() + count * Sector.SIZE / volume.blockSize();
          Bytes field = draft.bytes(volume.bytes().offset() + SPACE_SIZE, 8, "ECMA-119 8.4.8");
          byte[] bytes = field.copy();
          RawRecord.both32(bytes, 0, blocks);
          draft.write(field.offset(), bytes);
        }
      }
    }
  }

  private void moveContent() throws IOException {
    PartitionTables tables = scan.partitions();
    PartitionWriter writer = new PartitionWriter(draft);
    long size = scan.size();
    long tail = size;
    if (tables.backup().isPresent()) {
      Gpt backup = tables.backup().get();
      tail = Math.min(backup.lba(), backup.arrayLba()) * Mbr.BLOCK;
    }
    long by = count * Sector.SIZE;
    draft.moveBehind(at, tail, by);
    if (tables.mbr().isPresent()) {
      for (Mbr.Entry entry : tables.mbr().get().partitions()) {
        if (entry.position() >= at) {
          writer.writeMbr(entry, entry.start() + count * BLOCKS, entry.count());
        } else if (entry.end() >= at) {
          writer.writeMbr(entry, entry.start(), entry.count() + count * BLOCKS);
        }
      }
    }
    Optional<Apm> apm = tables.apm();
    if (apm.isPresent()) {
      writer.insert(apm.get(), at, by);
    }
    draft.grow(size + by);
    if (tables.gpt().isPresent()) {
      writer.insert(tables.gpt().get(), tables.backup(), at / Mbr.BLOCK, count * BLOCKS);
    }
  }
}
