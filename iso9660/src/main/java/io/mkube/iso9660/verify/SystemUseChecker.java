package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.SystemUse;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Checks the form of the entries in system use areas (SUSP 4 and 5, RRIP 4.1). */
final class SystemUseChecker {
  private static final Set<String> KNOWN =
      Set.of(
          "SP", "CE", "ER", "ES", "PD", "RR", "PX", "PN", "SL", "NM", "TF", "CL", "PL", "RE", "SF",
          "ZF", "AL", "AA", "AB", "AS", "BA");
  private static final int STAMPS = 7;
  private final SystemUse systemUse;
  private final VolumeDescriptor volume;
  private final SpaceChecker space;
  private final Findings findings;

  SystemUseChecker(
      SystemUse systemUse, VolumeDescriptor volume, SpaceChecker space, Findings findings) {
    this.systemUse = systemUse;
    this.volume = volume;
    this.space = space;
    this.findings = findings;
  }

  /** The entries of a record, after a check of each. */
  List<SystemUseEntry> check(DirectoryRecord record) throws IOException {
    List<SystemUseEntry> entries = systemUse.entries(record);
    systemUse.problem(record).ifPresent(findings::broken);
    int used = 0;
    for (SystemUseEntry entry : entries) {
      Bytes bytes = entry.bytes();
      boolean inRecord =
          bytes.offset() >= record.offset()
              && bytes.offset() < record.offset() + record.bytes().length();
      if (inRecord) {
        used = (int) (bytes.offset() - record.offset()) + bytes.length();
      }
      findings.require(
          bytes.u8(3) == (bytes.has(0, "ZF") && bytes.length() > 5 && bytes.has(4, "PZ") ? 2 : 1),
          bytes.offset(3),
          "SUSP 4.3",
          "the version of an entry " + entry.signature() + " is " + bytes.u8(3));
      findings.expect(
          KNOWN.contains(entry.signature()),
          bytes.offset(),
          "SUSP 4.1",
          "an entry is of a kind that is not known");
      checkEntry(entry);
    }
    checkRest(record, used);
    return entries;
  }

  /** Behind the last entry stands nothing but zeros. */
  private void checkRest(DirectoryRecord record, int used) throws IsoFormatException {
    Bytes area = record.systemUse();
    int start = used == 0 ? record.bytes().length() - area.length() : used;
    boolean terminated = used > 0 && record.bytes().has(Math.min(used, 254), "ST");
    if (used > 0 && !terminated) {
      findings.expectZero(record.bytes(), start, record.bytes().length() - start, "SUSP 4");
    } else if (used == 0 && area.length() >= SystemUseEntry.HEAD) {
      findings.warning(area.offset(), "SUSP 4", "a system use area has no entries");
    }
  }

  private void checkEntry(SystemUseEntry entry) throws IsoFormatException {
    Bytes bytes = entry.bytes();
    switch (entry.signature()) {
      case "CE" -> checkContinuation(bytes);
      case "PX" -> {
        length(bytes, "RRIP 4.1.1", 36, 44);
        for (int at = 4; at + 8 <= bytes.length(); at += 8) {
          findings.both32(bytes, at, "RRIP 4.1.1", "an attribute");
        }
      }
      case "PN" -> {
        length(bytes, "RRIP 4.1.2", 20, 20);
        findings.both32(bytes, 4, "RRIP 4.1.2", "a device number");
        findings.both32(bytes, 12, "RRIP 4.1.2", "a device number");
      }
      case "SL" -> checkLink(bytes);
      case "NM" ->
          findings.require(
              bytes.length() >= 5 && (bytes.u8(4) & ~0x27) == 0,
              bytes.offset(4),
              "RRIP 4.1.4",
              "the flags of a name are wrong");
      case "CL" -> link(bytes, "RRIP 4.1.5.1");
      case "PL" -> link(bytes, "RRIP 4.1.5.2");
      case "RE" -> length(bytes, "RRIP 4.1.5.3", 4, 4);
      case "TF" -> checkTimes(bytes);
      case "ZF" -> {
        length(bytes, "zisofs ZF", 16, 16);
        if (bytes.has(4, "pz")) {
          findings.both32(bytes, 8, "zisofs ZF", "the size of a compressed file");
        }
      }
      case "SP" -> length(bytes, "SUSP 5.3", 7, 7);
      case "ER" -> checkReference(bytes);
      default -> {
        // Of these nothing but the head is known, or checked against the others.
      }
    }
  }

  private void length(Bytes bytes, String clause, int one, int other) throws IsoFormatException {
    if (bytes.length() != one && bytes.length() != other) {
      throw new IsoFormatException(
          clause, bytes.offset(2), "an entry has " + bytes.length() + " bytes");
    }
  }

  private void link(Bytes bytes, String clause) throws IsoFormatException {
    length(bytes, clause, 12, 12);
    findings.both32(bytes, 4, clause, "the block of a directory");
  }

  private void checkContinuation(Bytes bytes) throws IsoFormatException {
    length(bytes, "SUSP 5.1", 28, 28);
    for (int at = 4; at < 28; at += 8) {
      findings.both32(bytes, at, "SUSP 5.1", "the place of a continuation area");
    }
    findings.require(
        bytes.both32(12) + bytes.both32(20) <= volume.blockSize(),
        bytes.offset(),
        "SUSP 5.1",
        "a continuation area crosses the end of its block, which Linux refuses");
    long position = volume.position(bytes.both32(4)) + bytes.both32(12);
    space.use(
        SpaceChecker.Kind.CONTINUATION, new Extent(position, bytes.both32(20)), bytes.offset());
  }

  private void checkLink(Bytes bytes) throws IsoFormatException {
    findings.require(
        bytes.length() >= 5 && (bytes.u8(4) & ~1) == 0,
        bytes.offset(4),
        "RRIP 4.1.3",
        "the flags of a link are wrong");
    int at = 5;
    while (at + 2 <= bytes.length()) {
      findings.require(
          (bytes.u8(at) & ~0x3F) == 0,
          bytes.offset(at),
          "RRIP 4.1.3.1",
          "the flags of a part of a link are wrong");
      boolean named = (bytes.u8(at) & 0x3E) == 0;
      findings.require(
          named || bytes.u8(at + 1) == 0,
          bytes.offset(at),
          "RRIP 4.1.3.1",
          "a part of a link is both a name and a special one");
      at += 2 + bytes.u8(at + 1);
    }
    findings.require(
        at == bytes.length(),
        bytes.offset(),
        "RRIP 4.1.3.1",
        "the parts of a link do not fill their entry");
  }

  private void checkTimes(Bytes bytes) throws IsoFormatException {
    int flags = bytes.length() < 5 ? 0 : bytes.u8(4);
    int size = (flags & 0x80) == 0 ? IsoDates.SHORT : IsoDates.LONG;
    int length = 5 + Integer.bitCount(flags & 0x7F) * size;
    length(bytes, "RRIP 4.1.6", length, length);
    for (int i = 0; i < Math.min(STAMPS, (length - 5) / size); i++) {
      int at = 5 + i * size;
      findings.expect(
          size == IsoDates.SHORT ? IsoDates.valid7(bytes, at) : IsoDates.valid17(bytes, at),
          bytes.offset(at),
          "RRIP 4.1.6",
          "a date that does not exist");
    }
  }

  private void checkReference(Bytes bytes) throws IsoFormatException {
    int length = bytes.length() < 8 ? 8 : 8 + bytes.u8(4) + bytes.u8(5) + bytes.u8(6);
    length(bytes, "SUSP 5.5", length, length);
  }
}
