package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Checks the fields of one directory record after the other (ECMA-119 9.1). */
final class RecordChecker {
  private static final int RESERVED_FLAGS = 0x60;
  private static final int MAX_VERSION = 32767;
  private static final String JOLIET_FORBIDDEN = "*:?\\";
  private final ImageSource source;
  private final VolumeDescriptor volume;
  private final long volumeEnd;
  private final Findings findings;

  /**
   * A checker for the records of a tree.
   *
   * @param volumeEnd position in the image behind the volume
   */
  RecordChecker(ImageSource source, VolumeDescriptor volume, long volumeEnd, Findings findings) {
    this.source = source;
    this.volume = volume;
    this.volumeEnd = volumeEnd;
    this.findings = findings;
  }

  void check(DirectoryRecord record) throws IOException {
    Bytes bytes = record.bytes();
    findings.both32(bytes, 2, "ECMA-119 9.1.3", "the location of an extent");
    findings.both32(bytes, 10, "ECMA-119 9.1.4", "a data length");
    findings.both16(bytes, 28, "ECMA-119 9.1.9", "a volume sequence number");
    findings.expect(
        bytes.length() % 2 == 0,
        record.offset(),
        "ECMA-119 9.1.1",
        "the length of a record is odd");
    findings.expect(
        IsoDates.valid7(bytes, 18),
        bytes.offset(18),
        "ECMA-119 9.1.5",
        "a date that does not exist");
    findings.expect(
        bytes.both16(28) >= 1 && bytes.both16(28) <= Math.max(1, volume.bytes().both16(120)),
        bytes.offset(28),
        "ECMA-119 9.1.9",
        "the volume sequence number of an extent is " + bytes.both16(28));
    checkFlags(record);
    checkExtent(record);
    checkAttributes(record);
    checkPadding(record);
    if (!record.isSelf() && !record.isParent()) {
      checkIdentifier(record);
    }
  }

  private void checkFlags(DirectoryRecord record) throws IsoFormatException {
    long offset = record.bytes().offset(25);
    boolean directory = record.has(DirectoryRecord.DIRECTORY);
    findings.expect(
        (record.flags() & RESERVED_FLAGS) == 0,
        offset,
        "ECMA-119 9.1.6",
        "reserved file flags are set: " + record.flags());
    findings.require(
        !directory || !record.has(DirectoryRecord.MULTI_EXTENT | DirectoryRecord.ASSOCIATED),
        offset,
        "ECMA-119 9.1.6",
        "a directory cannot have several extents, nor be an associated file");
    findings.require(
        directory || (!record.isSelf() && !record.isParent()),
        offset,
        "ECMA-119 6.8.2.2",
        "the record of a directory itself is not marked as one");
    findings.require(
        record.unitSize() != 0 || record.gapSize() == 0,
        record.bytes().offset(26),
        "ECMA-119 9.1.8",
        "a file has gaps but no units between them");
    findings.expect(
        record.unitSize() == 0 || record.gapSize() != 0,
        record.bytes().offset(26),
        "ECMA-119 9.1.7",
        "a file has units but no gaps between them");
    findings.require(
        !directory || record.unitSize() == 0,
        record.bytes().offset(26),
        "ECMA-119 6.8.1",
        "a directory is interleaved");
  }

  private void checkExtent(DirectoryRecord record) throws IsoFormatException {
    Extent data = record.data();
    long end = end(record);
    if (data.length() > 0 && end > source.size()) {
      findings.error(
          record.offset(),
          "ECMA-119 6.4",
          "an extent ends at byte " + end + ", the image at " + source.size());
    } else if (data.length() > 0 && end > volumeEnd) {
      findings.error(
          record.offset(),
          "ECMA-119 6.4",
          "an extent ends at byte " + end + ", the volume at " + volumeEnd);
    }
    if (record.has(DirectoryRecord.MULTI_EXTENT)) {
      findings.require(
          data.length() % volume.blockSize() == 0,
          record.bytes().offset(10),
          "ECMA-119 6.4.2.3",
          "a section of a file that is not the last one ends inside a block");
    }
  }

  /** An extended attribute record is where the record says that one is (9.5). */
  private void checkAttributes(DirectoryRecord record) throws IOException {
    if (record.extendedAttributeBlocks() == 0) {
      return;
    }
    long position = volume.position(record.block());
    long length = (long) record.extendedAttributeBlocks() * volume.blockSize();
    boolean inside = position >= 0 && position + Math.max(length, 250) <= source.size();
    boolean right = false;
    if (inside) {
      Bytes attributes = source.bytes(position, 250, "ECMA-119 9.5");
      right = attributes.u8(180) == 1 && attributes.le16(0) == attributes.be16(2);
    }
    findings.require(
        right,
        record.bytes().offset(1),
        "ECMA-119 9.1.2",
        "there is no extended attribute record where one should be");
  }

  private long end(DirectoryRecord record) throws IsoFormatException {
    Extent data = record.data();
    long block = volume.blockSize();
    long unit = record.unitSize() * block;
    long gap = record.gapSize() * block;
    boolean plain = unit == 0 || gap == 0 || data.length() == 0;
    return plain ? data.end() : data.end() + (data.length() - 1) / unit * gap;
  }

  private void checkPadding(DirectoryRecord record) throws IsoFormatException {
    int identifier = record.identifier().length();
    int pad = DirectoryRecord.HEAD + identifier;
    if (identifier % 2 == 0 && pad < record.bytes().length()) {
      findings.expectZero(record.bytes(), pad, 1, "ECMA-119 9.1.12");
    }
  }

  private void checkIdentifier(DirectoryRecord record) throws IsoFormatException {
    Bytes identifier = record.identifier();
    boolean joliet = volume.kind() == VolumeDescriptor.Kind.JOLIET;
    boolean whole = !joliet || identifier.length() % 2 == 0;
    findings.require(whole, identifier.offset(), "Joliet 3.3", "an identifier of half characters");
    String name =
        identifier.string(joliet ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    findings.require(
        name.chars().noneMatch(c -> c < ' ' || c == '/' || c == 0x7F),
        identifier.offset(),
        joliet ? "Joliet 3.3" : "ECMA-119 7.5",
        "a character that no name may have");
    findings.expect(
        volume.kind() != VolumeDescriptor.Kind.PRIMARY || name.chars().allMatch(c -> c < 0x80),
        identifier.offset(),
        "ECMA-119 7.4",
        "a character whose meaning depends on the reader");
    findings.expect(
        !joliet || name.chars().noneMatch(c -> JOLIET_FORBIDDEN.indexOf(c) >= 0),
        identifier.offset(),
        "Joliet 3.3",
        "a character that Joliet forbids");
    findings.expect(
        !joliet || name.indexOf('\uFFFD') < 0,
        identifier.offset(),
        "Joliet 3.3",
        "half of a surrogate pair");
    if (!record.has(DirectoryRecord.DIRECTORY) && volume.kind() != VolumeDescriptor.Kind.ENHANCED) {
      checkVersion(identifier, name);
    }
  }

  private void checkVersion(Bytes identifier, String name) {
    int semicolon = name.lastIndexOf(';');
    if (semicolon < 0) {
      return; // as relaxed writers leave it out
    }
    String version = name.substring(semicolon + 1);
    boolean number =
        !version.isEmpty()
            && version.length() <= 5
            && version.chars().allMatch(c -> c >= '0' && c <= '9');
    findings.expect(
        number && Integer.parseInt(version) >= 1 && Integer.parseInt(version) <= MAX_VERSION,
        identifier.offset(),
        "ECMA-119 7.5.1",
        "the version of a file is '" + version + "'");
  }
}
