package io.mkube.iso9660.patch;

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
import java.nio.file.FileSystemException;

/** Tells descriptors and partition tables how long an image has become. */
final class VolumeGrowth {
  private static final int SPACE_SIZE = 80;

  /** Cylinders of an image that is also a disk, as isohybrid rounds them. */
  private static final long CYLINDER = 1 << 20;

  private VolumeGrowth() {}

  /**
   * Makes descriptors and tables true for an image that has become longer.
   *
   * @return sectors that have to be made inside the first partition before everything is planned
   *     again; 0 if all is done
   */
  static long apply(Draft draft, ImageScan scan) throws IOException {
    long before = scan.size();
    if (draft.size() <= before) {
      return 0;
    }
    if (scan.udf()) {
      throw new FileSystemException(
          null,
          null,
          "there is no room in the image, and it cannot grow: it holds a UDF file system beside"
              + " ISO 9660, which would not follow");
    }
    if (scan.twin().isPresent()) {
      return scan.space().appended();
    }
    long end = scan.space().end();
    long size = size(before, end, scan.partitions());
    draft.grow(size);
    VolumeSet set = scan.sets().getFirst();
    boolean whole = Sector.roundUp(set.primary().volumeBytes()) == Sector.roundUp(before);
    for (VolumeDescriptor volume : set.volumes()) {
      long newEnd = whole ? size : end;
      long position = volume.bytes().offset() + SPACE_SIZE;
      Bytes old = draft.bytes(position, 8, "ECMA-119 8.4.8");
      byte[] bytes = old.copy();
      RawRecord.both32(bytes, 0, newEnd / volume.blockSize());
      draft.write(position, bytes);
    }
    growPartitions(draft, scan, size);
    return 0;
  }

  /** Size of the file: with room for a second partition table, and whole cylinders. */
  private static long size(long before, long end, PartitionTables tables) {
    long size = end;
    if (tables.backup().isPresent()) {
      size += Sector.roundUp(tables.backup().get().arrayBytes() + Mbr.BLOCK);
    }
    boolean cylinders =
        tables.mbr().isPresent() && before % CYLINDER == 0 && isDisk(tables, before);
    return cylinders ? (size + CYLINDER - 1) / CYLINDER * CYLINDER : size;
  }

  private static boolean isDisk(PartitionTables tables, long size) {
    return tables.mbr().orElseThrow().partitions().stream()
        .anyMatch(entry -> entry.start() == 0 && entry.end() == size);
  }

  private static void growPartitions(Draft draft, ImageScan scan, long size) throws IOException {
    PartitionTables tables = scan.partitions();
    long before = scan.size();
    long volume = scan.sets().getFirst().primary().volumeBytes();
    PartitionWriter writer = new PartitionWriter(draft);
    if (tables.mbr().isPresent()) {
      for (Mbr.Entry entry : tables.mbr().get().partitions()) {
        if (entry.start() <= 1 && entry.end() >= Math.min(before, volume)) {
          writer.writeMbr(entry, entry.start(), size / Mbr.BLOCK - entry.start());
        }
      }
    }
    if (tables.apm().isPresent()) {
      growApple(writer, tables.apm().get(), before, size);
    }
    if (tables.gpt().isPresent() && tables.backup().isPresent()) {
      Gpt primary = tables.gpt().get();
      Gpt backup = tables.backup().get();
      if (!primary.valid() || !backup.valid()) {
        throw new FileSystemException(
            null, null, "the partition table of the image is damaged, so the image cannot grow");
      }
      writer.moveBackup(primary, backup, size, before / Mbr.BLOCK);
    }
  }

  /** What filled the Apple map to the end of the image does so again. */
  private static void growApple(PartitionWriter writer, Apm map, long before, long size)
      throws IOException {
    for (Apm.Entry entry : map.partitions()) {
      long end = (entry.start() + entry.count()) * map.blockSize();
      if (end == before && !entry.type().startsWith("Apple_HFS")) {
        writer.writeApm(entry, entry.start(), size / map.blockSize() - entry.start());
      }
    }
  }
}
