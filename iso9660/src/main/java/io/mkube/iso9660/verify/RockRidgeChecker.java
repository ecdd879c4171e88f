package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks that the Rock Ridge entries of a record agree with each other and with the record (RRIP
 * 4.1). For one directory only.
 */
final class RockRidgeChecker {
  private static final long TYPE = 0170000;
  private static final long DIRECTORY = 0040000;
  private static final long LINK = 0120000;
  private static final long BLOCK = 0060000;
  private static final long CHARACTER = 0020000;
  private static final Set<Long> TYPES =
      Set.of(DIRECTORY, LINK, BLOCK, CHARACTER, 0100000L, 0010000L, 0140000L);
  private static final int MAX_NAME = 255;
  private static final List<String> MASK = List.of("PX", "PN", "SL", "NM", "CL", "PL", "RE", "TF");
  private final Findings findings;
  private final Set<String> names = new HashSet<>();

  RockRidgeChecker(Findings findings) {
    this.findings = findings;
  }

  void check(DirectoryRecord record, List<SystemUseEntry> entries) throws IsoFormatException {
    Set<String> present = new HashSet<>();
    entries.forEach(entry -> present.add(entry.signature()));
    boolean special = record.isSelf() || record.isParent();
    for (SystemUseEntry entry : entries) {
      if (entry.signature().equals("PX")) {
        checkMode(record, entry.bytes(), present);
      } else if (entry.signature().equals("RR")) {
        checkMask(entry.bytes(), present);
      }
    }
    findings.require(
        present.contains("PX"), record.offset(), "RRIP 4.1.1", "a record has no attributes (PX)");
    if (!special) {
      findings.expect(
          present.contains("NM"), record.offset(), "RRIP 4.1.4", "a record has no name (NM)");
      checkName(record, entries, present.contains("RE"));
      findings.require(
          !present.contains("PL"), record.offset(), "RRIP 4.1.5.2", "a parent link is misplaced");
    }
    findings.require(
        !present.contains("CL") || (!special && !record.has(DirectoryRecord.DIRECTORY)),
        record.offset(),
        "RRIP 4.1.5.1",
        "a child link stands in the record of a directory");
    findings.require(
        !present.contains("RE") || record.has(DirectoryRecord.DIRECTORY),
        record.offset(),
        "RRIP 4.1.5.3",
        "a record is marked as moved but is no directory");
    findings.require(
        !present.contains("ZF") || !record.has(DirectoryRecord.DIRECTORY),
        record.offset(),
        "zisofs ZF",
        "a directory is marked as compressed");
  }

  private void checkMode(DirectoryRecord record, Bytes bytes, Set<String> present)
      throws IsoFormatException {
    long mode = bytes.both32(4);
    long type = mode & TYPE;
    if (mode == 0) {
      // genisoimage 1.1.11 leaves it so in the directory for moved ones.
      findings.warning(bytes.offset(4), "RRIP 4.1.1", "there is no file mode");
      return;
    }
    boolean directory = record.has(DirectoryRecord.DIRECTORY) || present.contains("CL");
    findings.require(
        TYPES.contains(type) && mode <= 0177777,
        bytes.offset(4),
        "RRIP 4.1.1",
        "the file mode is " + Long.toOctalString(mode));
    findings.require(
        directory == (type == DIRECTORY),
        bytes.offset(4),
        "RRIP 4.1.1",
        "record and file mode disagree on whether this is a directory");
    findings.require(
        present.contains("SL") == (type == LINK),
        bytes.offset(4),
        "RRIP 4.1.3",
        "target and file mode disagree on whether this is a symbolic link");
    findings.require(
        present.contains("PN") == (type == BLOCK || type == CHARACTER),
        bytes.offset(4),
        "RRIP 4.1.2",
        "device number and file mode disagree on whether this is a device");
    findings.expect(
        bytes.both32(12) > 0, bytes.offset(12), "RRIP 4.1.1", "a file that has no name");
  }

  /** The mask of RRIP 1.09 names what is there. */
  private void checkMask(Bytes bytes, Set<String> present) throws IsoFormatException {
    int mask = bytes.length() < 5 ? 0 : bytes.u8(4);
    for (int bit = 0; bit < MASK.size(); bit++) {
      findings.expect(
          ((mask & 1 << bit) != 0) == present.contains(MASK.get(bit)),
          bytes.offset(),
          "RRIP 1.09 4.3",
          "the mask of entries is wrong for " + MASK.get(bit));
    }
  }

  private void checkName(DirectoryRecord record, List<SystemUseEntry> entries, boolean moved)
      throws IsoFormatException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean open = false;
    for (SystemUseEntry entry : entries) {
      if (entry.signature().equals("NM") && entry.bytes().length() >= 5) {
        findings.require(
            bytes.size() == 0 || open,
            entry.bytes().offset(),
            "RRIP 4.1.4",
            "a name goes on that had ended");
        bytes.writeBytes(entry.bytes().slice(5, entry.bytes().length() - 5).copy());
        open = (entry.bytes().u8(4) & 1) != 0;
      }
    }
    findings.require(!open, record.offset(), "RRIP 4.1.4", "a name does not end");
    if (bytes.size() == 0) {
      return;
    }
    String name = bytes.toString(StandardCharsets.ISO_8859_1);
    findings.require(
        name.indexOf('/') < 0 && name.indexOf('\0') < 0 && !name.equals(".") && !name.equals(".."),
        record.offset(),
        "RRIP 4.1.4",
        "a name that is no segment of a path");
    findings.expect(
        bytes.size() <= MAX_NAME, record.offset(), "RRIP 4.1.4", "a name of " + bytes.size());
    // Directories that were moved from different places may have one name: it is shown there.
    boolean shown = !moved && !record.has(DirectoryRecord.MULTI_EXTENT);
    findings.require(
        !shown || names.add(name), record.offset(), "RRIP 4.1.4", "a name stands there twice");
  }
}
