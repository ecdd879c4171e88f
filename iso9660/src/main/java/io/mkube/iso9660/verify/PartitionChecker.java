package io.mkube.iso9660.verify;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.partition.Apm;
import io.mkube.iso9660.partition.Gpt;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionTables;
import java.io.IOException;
import java.util.List;

/** Checks the partition tables of an image: each for itself, and that they agree. */
final class PartitionChecker {
  private static final long MAX_COUNT = 0xFFFFFFFFL;
  private static final int ENTRIES = 4;
  private final ImageSource source;
  private final Findings findings;
  private final PartitionTables tables;

  PartitionChecker(ImageSource source, PartitionTables tables, Findings findings) {
    this.source = source;
    this.tables = tables;
    this.findings = findings;
  }

  void check() throws IOException {
    Bytes sector = source.bytes(0, Mbr.BLOCK, "MBR");
    if (tables.mbr().isPresent()) {
      checkMbr(tables.mbr().get(), sector);
    } else {
      findings.expect(
          tables.gpt().isEmpty(), 510, "UEFI 5.2.3", "a GPT without a master boot record");
    }
    if (tables.gpt().isPresent()) {
      checkGpts(tables.gpt().get());
    }
    checkApm(sector);
  }

  private void checkMbr(Mbr mbr, Bytes sector) throws IsoFormatException {
    for (int i = 0; i < ENTRIES; i++) {
      int at = Mbr.TABLE + i * 16;
      boolean used = sector.le32(at + 12) > 0;
      findings.require(
          !used || sector.u8(at) == 0 || sector.u8(at) == 0x80,
          at,
          "MBR",
          "the status of partition " + (i + 1) + " is " + sector.u8(at));
    }
    for (Mbr.Entry entry : mbr.partitions()) {
      checkMbrEntry(entry);
    }
    List<Mbr.Entry> all = mbr.partitions();
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean overlap =
            all.get(i).position() < all.get(j).end() && all.get(j).position() < all.get(i).end();
        // The whole image as a partition is how hybrid images are made.
        boolean inside = contains(all.get(i), all.get(j)) || contains(all.get(j), all.get(i));
        findings.require(
            !overlap || inside,
            all.get(i).offset(),
            "MBR",
            "partitions " + (j + 1) + " and " + (i + 1) + " overlap");
      }
    }
  }

  private static boolean contains(Mbr.Entry outer, Mbr.Entry inner) {
    return outer.position() <= inner.position() && outer.end() >= inner.end();
  }

  private void checkMbrEntry(Mbr.Entry entry) {
    long blocks = source.size() / Mbr.BLOCK;
    if (entry.type() == Mbr.PROTECTIVE) {
      findings.require(
          tables.gpt().isPresent(),
          entry.offset(),
          "UEFI 5.2.3",
          "a protective partition without a GPT");
      findings.require(
          entry.start() == 1,
          entry.offset() + 8,
          "UEFI 5.2.3",
          "the protective partition begins at block " + entry.start());
      findings.expect(
          entry.count() == blocks - 1 || entry.count() == MAX_COUNT,
          entry.offset() + 12,
          "UEFI 5.2.3",
          "the protective partition does not cover the image");
      return;
    }
    findings.require(
        entry.position() < source.size(),
        entry.offset() + 8,
        "MBR",
        "partition " + (entry.index() + 1) + " begins outside the image");
    findings.require(
        entry.end() <= source.size(),
        entry.offset() + 12,
        "MBR",
        "partition "
            + (entry.index() + 1)
            + " ends at block "
            + (entry.start() + entry.count())
            + ", the image at "
            + blocks);
  }

  private void checkGpts(Gpt primary) throws IOException {
    checkGpt(primary, 1, "the partition table");
    if (tables.backup().isEmpty()) {
      findings.error(
          primary.lba() * Mbr.BLOCK,
          "UEFI 5.3.2",
          "there is no second partition table at block " + primary.otherLba());
      return;
    }
    Gpt backup = tables.backup().get();
    checkGpt(backup, primary.otherLba(), "the second partition table");
    boolean same =
        primary.partitions().equals(backup.partitions())
            && primary.count() == backup.count()
            && primary.entrySize() == backup.entrySize()
            && primary.firstUsable() == backup.firstUsable()
            && primary.lastUsable() == backup.lastUsable();
    findings.require(
        same, backup.lba() * Mbr.BLOCK, "UEFI 5.3.2", "the two partition tables are not the same");
    findings.require(
        backup.otherLba() == primary.lba(),
        primary.otherLba() * Mbr.BLOCK + 32,
        "UEFI 5.3.2",
        "the second partition table names block " + backup.otherLba() + " as the first");
    Bytes one = source.bytes(Mbr.BLOCK, Gpt.HEADER, "UEFI 5.3.2");
    Bytes two = source.bytes(primary.otherLba() * Mbr.BLOCK, Gpt.HEADER, "UEFI 5.3.2");
    findings.require(
        one.slice(56, 16).sameAs(two.slice(56, 16)),
        two.offset(56),
        "UEFI 5.3.2",
        "the two partition tables have different disk GUIDs");
  }

  private void checkGpt(Gpt table, long block, String what) throws IOException {
    long offset = block * Mbr.BLOCK;
    Bytes header = source.bytes(offset, Mbr.BLOCK, "UEFI 5.3.2");
    findings.require(
        table.headerValid(),
        offset + 16,
        "UEFI 5.3.2",
        "the header checksum of " + what + " is wrong");
    findings.require(
        table.arrayValid(),
        offset + 88,
        "UEFI 5.3.2",
        "the checksum of the entries of " + what + " is wrong");
    findings.require(
        table.lba() == block,
        offset + 24,
        "UEFI 5.3.2",
        what + " says that it is at block " + table.lba());
    findings.expect(
        header.le32(8) == 0x10000,
        offset + 8,
        "UEFI 5.3.2",
        "the revision of " + what + " is not 1.0");
    findings.expectZero(header, Gpt.HEADER, Mbr.BLOCK - Gpt.HEADER, "UEFI 5.3.2");
    findings.require(
        table.firstUsable() <= table.lastUsable() && table.lastUsable() < source.size() / Mbr.BLOCK,
        offset + 40,
        "UEFI 5.3.2",
        "the usable blocks of " + what + " lie outside the image");
    for (Gpt.Entry entry : table.partitions()) {
      long at = table.arrayLba() * Mbr.BLOCK + (long) entry.index() * table.entrySize();
      findings.require(
          entry.first() <= entry.last() && entry.first() >= 0 && entry.end() <= source.size(),
          at + 32,
          "UEFI 5.3.3",
          "partition " + (entry.index() + 1) + " of " + what + " ends outside the image");
    }
  }

  private void checkApm(Bytes sector) throws IOException {
    if (tables.apm().isEmpty()) {
      boolean entries = map(Mbr.BLOCK) || map(4 * Mbr.BLOCK);
      findings.require(
          !entries, 0, "APM", "an Apple partition map without the block that announces it");
      findings.require(
          !sector.has(0, "ER"), Mbr.BLOCK, "APM", "an Apple partition map without entries");
      return;
    }
    Apm apm = tables.apm().get();
    long announced = -1;
    for (Apm.Entry entry : apm.partitions()) {
      Bytes bytes = source.bytes(entry.offset(), Mbr.BLOCK, "APM");
      announced = announced < 0 ? bytes.be32(4) : announced;
      findings.require(
          bytes.be32(4) == announced && announced == apm.partitions().size(),
          entry.offset() + 4,
          "APM",
          "a map of " + apm.partitions().size() + " entries says that it has " + bytes.be32(4));
      findings.require(
          (entry.start() + entry.count()) * apm.blockSize() <= source.size(),
          entry.offset() + 8,
          "APM",
          "the partition '" + entry.name() + "' ends outside the image");
    }
  }

  private boolean map(long position) throws IOException {
    return source.size() > position + Mbr.BLOCK
        && source.bytes(position, 2, "APM").has(0, "PM")
        && source.bytes(position + 4, 4, "APM").be32(0) - 1 < 64;
  }
}
