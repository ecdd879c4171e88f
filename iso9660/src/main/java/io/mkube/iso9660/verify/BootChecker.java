package io.mkube.iso9660.verify;

import io.mkube.iso9660.boot.BootInfoTable;
import io.mkube.iso9660.content.StoredContent;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.Mbr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Checks the boot catalog (El Torito 2) and what boot images know of their own place. */
final class BootChecker {
  private static final int ENTRY = 32;
  private static final int MAX_ENTRIES = 64;
  private static final int BOOTABLE = 0x88;
  private static final int SECTION = 0x90;
  private static final int LAST_SECTION = 0x91;
  private static final int EXTENSION = 0x44;
  private static final int MAX_MEDIA = 4;
  private static final int UEFI = 0xEF;
  private static final int ISOLINUX_MAGIC = 64;
  private static final int MBR_POINTER = 432;
  private final ImageSource source;
  private final SpaceChecker space;
  private final Findings findings;
  private final Map<Long, Long> files;
  private final Set<Long> partitions;

  /**
   * A checker for one catalog.
   *
   * @param files length of each file by its position
   * @param partitions sectors where partitions begin
   */
  BootChecker(
      ImageSource source,
      SpaceChecker space,
      Findings findings,
      Map<Long, Long> files,
      Set<Long> partitions) {
    this.partitions = partitions;
    this.source = source;
    this.space = space;
    this.findings = findings;
    this.files = files;
  }

  void check(long sector) throws IOException {
    long position = sector * Sector.SIZE;
    space.use(SpaceChecker.Kind.CATALOG, new Extent(position, Sector.SIZE), position);
    long length = Math.min(MAX_ENTRIES * 2L * ENTRY, Math.max(source.size() - position, 0));
    Bytes catalog = source.bytes(position, (int) Math.max(length, Sector.SIZE), "El Torito 2.0");
    checkValidation(catalog);
    checkEntry(catalog.slice(ENTRY, ENTRY), catalog.u8(1), "El Torito 2.2");
    int at = 2 * ENTRY;
    int entries = 1;
    boolean more = catalog.u8(at) == SECTION || catalog.u8(at) == LAST_SECTION;
    findings.expect(
        more || catalog.slice(at, ENTRY).zero(),
        catalog.offset(at),
        "El Torito 2.3",
        "what follows the first boot image is no section");
    while (more && at + ENTRY <= catalog.length()) {
      more = catalog.u8(at) == SECTION;
      int platform = catalog.u8(at + 1);
      checkPlatform(catalog, at + 1);
      int count = catalog.le16(at + 2);
      findings.expect(
          count > 0, catalog.offset(at + 2), "El Torito 2.3", "a section without boot images");
      at += ENTRY;
      while (count > 0 && entries < MAX_ENTRIES && at + ENTRY <= catalog.length()) {
        if (catalog.u8(at) != EXTENSION) {
          checkEntry(catalog.slice(at, ENTRY), platform, "El Torito 2.4");
          count--;
          entries++;
        }
        at += ENTRY;
      }
      findings.require(
          !more || (at < catalog.length() && (catalog.u8(at) & ~1) == SECTION),
          catalog.offset(Math.min(at, catalog.length() - 1)),
          "El Torito 2.3",
          "another section is announced, but does not follow");
    }
  }

  private void checkValidation(Bytes catalog) throws IsoFormatException {
    findings.require(
        catalog.u8(0) == 1 && catalog.u8(30) == 0x55 && catalog.u8(31) == 0xAA,
        catalog.offset(),
        "El Torito 2.1",
        "the boot catalog does not begin with a validation entry");
    checkPlatform(catalog, 1);
    int sum = 0;
    for (int at = 0; at < ENTRY; at += 2) {
      sum += catalog.le16(at);
    }
    findings.require(
        (sum & 0xFFFF) == 0,
        catalog.offset(28),
        "El Torito 2.1",
        "the checksum of the boot catalog is wrong");
  }

  private void checkPlatform(Bytes catalog, int at) throws IsoFormatException {
    int platform = catalog.u8(at);
    findings.expect(
        platform <= 2 || platform == UEFI,
        catalog.offset(at),
        "El Torito 2.1",
        "a platform that is not known: " + platform);
  }

  private void checkEntry(Bytes entry, int platform, String clause) throws IOException {
    findings.require(
        entry.u8(0) == BOOTABLE || entry.u8(0) == 0,
        entry.offset(),
        clause,
        "a boot image is neither bootable nor not: " + entry.u8(0));
    int media = entry.u8(1) & 0x0F;
    findings.require(
        media <= MAX_MEDIA, entry.offset(1), clause, "a medium that is not known: " + media);
    findings.expect(
        entry.u8(5) == 0, entry.offset(5), clause, "a field that is unused is not zero");
    findings.expect(
        entry.le16(6) > 0 || platform == UEFI,
        entry.offset(6),
        clause,
        "a boot image of which nothing is loaded");
    long block = entry.le32(8);
    long position = block * Sector.SIZE;
    if (block == 0 || position >= source.size()) {
      findings.error(
          entry.offset(8), clause, "a boot image lies at sector " + block + ", outside the image");
      return;
    }
    boolean whole = platform == UEFI || position + entry.le16(6) * 512L <= source.size();
    findings.require(
        whole, entry.offset(6), clause, "a boot image ends behind the end of the image");
    space.use(SpaceChecker.Kind.BOOT_IMAGE, new Extent(position, 1), entry.offset(8));
    Long length = files.get(position);
    findings.expect(
        length != null || partitions.contains(block),
        entry.offset(8),
        clause,
        "a boot image is neither a file nor a partition");
    if (length != null && platform != UEFI) {
      checkInfoTable(position, length);
      checkMaster(position, length);
    }
  }

  /**
   * A boot info table has no mark. Two of its four fields are never right by chance, so where two
   * are, all have to be.
   */
  private void checkInfoTable(long position, long length) throws IOException {
    if (length < ISOLINUX_MAGIC) {
      return;
    }
    StoredContent content = StoredContent.of(source, new Extent(position, length));
    BootInfoTable right = BootInfoTable.expected(content, 16, position / Sector.SIZE);
    Bytes table = source.bytes(position + BootInfoTable.OFFSET, BootInfoTable.LENGTH, "mkisofs");
    boolean[] same = {
      table.le32(0) == right.descriptorSector(),
      table.le32(4) == right.fileSector(),
      table.le32(8) == right.fileLength(),
      table.le32(12) == right.checksum()
    };
    int count = 0;
    for (boolean field : same) {
      count += field ? 1 : 0;
    }
    for (int i = 0; count >= 2 && i < same.length; i++) {
      findings.require(
          same[i],
          table.offset(i * 4),
          "mkisofs -boot-info-table",
          "the boot info table of a boot image is not true of it");
    }
  }

  /** The boot code in the master boot record knows where the boot image is. */
  private void checkMaster(long position, long length) throws IOException {
    Bytes code = source.bytes(0, Mbr.BLOCK, "MBR");
    String text = code.slice(0, Mbr.TABLE).string(StandardCharsets.ISO_8859_1);
    long block = position / Mbr.BLOCK;
    Bytes head = source.bytes(position, (int) Math.min(length, ISOLINUX_MAGIC + 4), "isolinux");
    boolean isolinux =
        head.length() == ISOLINUX_MAGIC + 4 && head.be32(ISOLINUX_MAGIC) == 0xFBC07870L;
    if (isolinux && text.contains("isolinux.bin missing or corrupt")) {
      findings.require(
          code.le32(MBR_POINTER) == block,
          MBR_POINTER,
          "isohybrid",
          "the master boot record looks for isolinux.bin at block " + code.le32(MBR_POINTER));
    }
  }
}
