package io.mkube.iso9660.verify;

import io.mkube.iso9660.boot.BootCatalog;
import io.mkube.iso9660.boot.BootEntry;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.Gpt;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the structures of an image; contents of files are not read. */
public final class ImageChecker {
  private final ImageSource source;
  private final Findings findings = new Findings();

  private ImageChecker(ImageSource source) {
    this.source = source;
  }

  /**
   * Everything that is not as it should be.
   *
   * @throws IsoFormatException if it is no image at all
   */
  public static List<Finding> check(ImageSource source) throws IOException {
    ImageChecker checker = new ImageChecker(source);
    checker.check();
    return checker.findings.all();
  }

  private void check() throws IOException {
    VolumeSet main = VolumeSet.read(source);
    checkSet(main);
    PartitionTables tables = PartitionTables.read(source);
    checkPartitions(tables);
    for (VolumeSet twin : twins(tables)) {
      checkSet(twin);
    }
    if (main.bootCatalog().isPresent()) {
      guarded(() -> checkCatalog(main.bootCatalog().getAsLong()));
    }
  }

  private void checkSet(VolumeSet set) throws IOException {
    if (set.terminator().isEmpty()) {
      findings.error(
          set.firstSector() * Sector.SIZE,
          "ECMA-119 8.3",
          "the volume descriptors have no terminator");
    }
    for (VolumeDescriptor volume : set.volumes()) {
      guarded(() -> checkVolume(volume));
    }
    guarded(() -> checkExtents(set));
  }

  private void checkVolume(VolumeDescriptor volume) throws IOException {
    Bytes bytes = volume.bytes();
    findings.both32(bytes, 80, "ECMA-119 8.4.8", "the volume space size");
    findings.both16(bytes, 120, "ECMA-119 8.4.10", "the volume set size");
    findings.both16(bytes, 124, "ECMA-119 8.4.11", "the volume sequence number");
    findings.both16(bytes, 128, "ECMA-119 8.4.12", "the logical block size");
    findings.both32(bytes, 132, "ECMA-119 8.4.13", "the path table size");
    if (volume.volumeBytes() + volume.shift() * Sector.SIZE > source.size()) {
      findings.error(
          bytes.offset(80),
          "ECMA-119 8.4.8",
          "the volume has " + volume.volumeBytes() + " bytes, the image " + source.size());
    }
    Map<Long, Long> parents = new TreeChecker(source, volume, findings).check();
    new PathTableChecker(source, volume, findings).check(parents);
  }

  /** Files may share an extent as a whole, but not a part of it. */
  private void checkExtents(VolumeSet set) throws IOException {
    for (Tree tree : Tree.of(source, set)) {
      List<Extent> extents = new ArrayList<>();
      TreeWalk walk = tree.walk(tree.root());
      for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
        IsoEntry entry = next.get();
        if (!entry.interleaved() && !entry.record().has(DirectoryRecord.ASSOCIATED)) {
          entry.extents().stream().filter(extent -> extent.length() > 0).forEach(extents::add);
        }
      }
      extents.sort(Comparator.comparingLong(Extent::position).thenComparingLong(Extent::length));
      for (int i = 1; i < extents.size(); i++) {
        Extent before = extents.get(i - 1);
        Extent extent = extents.get(i);
        if (before.end() > extent.position() && before.position() != extent.position()) {
          findings.warning(
              extent.position(), "ECMA-119 6.4.1", "a part of an extent belongs to two files");
        }
      }
    }
  }

  private List<VolumeSet> twins(PartitionTables tables) throws IOException {
    List<VolumeSet> twins = new ArrayList<>();
    if (tables.mbr().isPresent()) {
      for (Mbr.Entry entry : tables.mbr().get().partitions()) {
        if (entry.start() > 0 && entry.position() % Sector.SIZE == 0) {
          VolumeSet.twin(source, entry.position() / Sector.SIZE).ifPresent(twins::add);
        }
      }
    }
    return twins;
  }

  private void checkCatalog(long sector) throws IOException {
    BootCatalog catalog = BootCatalog.read(source, sector);
    if (!catalog.checksumValid()) {
      findings.error(
          sector * Sector.SIZE, "El Torito 2.1", "the checksum of the boot catalog is wrong");
    }
    for (BootEntry entry : catalog.entries()) {
      if (entry.position() >= source.size() || entry.block() == 0) {
        findings.error(
            entry.offset(),
            "El Torito 2.2",
            "a boot image lies at sector " + entry.block() + ", outside the image");
      }
    }
  }

  private void checkPartitions(PartitionTables tables) {
    if (tables.mbr().isPresent()) {
      for (Mbr.Entry entry : tables.mbr().get().partitions()) {
        if (entry.type() != Mbr.PROTECTIVE && entry.position() >= source.size()) {
          findings.error(
              entry.offset(),
              "MBR",
              "partition " + (entry.index() + 1) + " begins outside the image");
        }
      }
    }
    if (tables.gpt().isEmpty()) {
      return;
    }
    Gpt primary = tables.gpt().get();
    checkGpt(primary, "the partition table");
    if (tables.backup().isEmpty()) {
      findings.error(
          primary.lba() * Mbr.BLOCK,
          "UEFI 5.3.2",
          "there is no second partition table at block " + primary.otherLba());
      return;
    }
    checkGpt(tables.backup().get(), "the second partition table");
    if (!primary.partitions().equals(tables.backup().get().partitions())) {
      findings.error(
          primary.lba() * Mbr.BLOCK, "UEFI 5.3.2", "the two partition tables are not the same");
    }
  }

  private void checkGpt(Gpt table, String what) {
    long offset = table.lba() * Mbr.BLOCK;
    if (!table.headerValid()) {
      findings.error(offset, "UEFI 5.3.2", "the checksum of the header of " + what + " is wrong");
    }
    if (!table.arrayValid()) {
      findings.error(offset, "UEFI 5.3.2", "the checksum of the entries of " + what + " is wrong");
    }
    for (Gpt.Entry entry : table.partitions()) {
      if (entry.end() > source.size()) {
        findings.error(
            offset, "UEFI 5.3.3", "partition " + (entry.index() + 1) + " ends outside the image");
      }
    }
  }

  private void guarded(Check check) throws IOException {
    try {
      check.run();
    } catch (IsoFormatException e) {
      findings.broken(e);
    }
  }

  /** One check, which may end at a broken structure. */
  private interface Check {
    void run() throws IOException;
  }
}
