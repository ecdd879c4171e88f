package io.mkube.iso9660.verify;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.util.List;

/** Checks volume descriptors field by field (ECMA-119 8). */
final class DescriptorChecker {
  private static final String EL_TORITO = "EL TORITO SPECIFICATION";
  private final ImageSource source;
  private final Findings findings;

  DescriptorChecker(ImageSource source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /** A field of text. */
  private record Text(int at, int length, String clause) {}

  private static final List<Text> TEXTS =
      List.of(
          new Text(8, 32, "ECMA-119 8.4.5"),
          new Text(40, 32, "ECMA-119 8.4.6"),
          new Text(190, 128, "ECMA-119 8.4.19"),
          new Text(318, 128, "ECMA-119 8.4.20"),
          new Text(446, 128, "ECMA-119 8.4.21"),
          new Text(574, 128, "ECMA-119 8.4.22"),
          new Text(702, 37, "ECMA-119 8.4.23"),
          new Text(739, 37, "ECMA-119 8.4.24"),
          new Text(776, 37, "ECMA-119 8.4.25"));

  void check(VolumeSet set) throws IOException {
    set.damaged().forEach(findings::broken);
    findings.require(
        set.terminator().isPresent(),
        set.firstSector() * Sector.SIZE,
        "ECMA-119 8.3",
        "the volume descriptors have no terminator");
    long last = set.terminator().orElse(set.firstSector() + set.volumes().size() - 1);
    for (long sector = set.firstSector(); sector <= last; sector++) {
      checkHead(source.bytes(sector * Sector.SIZE, Sector.SIZE, "ECMA-119 8.1"));
    }
    for (VolumeDescriptor volume : set.volumes()) {
      checkFields(volume, set);
      checkTexts(volume);
      checkDates(volume.bytes());
      checkLikePrimary(volume, set.primary());
    }
  }

  private void checkHead(Bytes bytes) throws IsoFormatException {
    int type = bytes.u8(0);
    int version = bytes.u8(6);
    findings.require(
        version == 1 || (type == 2 && version == 2),
        bytes.offset(6),
        "ECMA-119 8.1.3",
        "the version of a volume descriptor is " + version);
    findings.expect(
        type <= 3 || type == 255,
        bytes.offset(),
        "ECMA-119 8.1.1",
        "the type of a volume descriptor is " + type);
    if (type == 255) {
      findings.expectZero(bytes, 7, Sector.SIZE - 7, "ECMA-119 8.3.4");
    }
    if (type == 0 && bytes.has(7, EL_TORITO)) {
      findings.expectZero(bytes, 7 + EL_TORITO.length(), 32 - EL_TORITO.length(), "El Torito 2.0");
      findings.expectZero(bytes, 39, 32, "El Torito 2.0");
    } else if (type == 0) {
      findings.warning(
          bytes.offset(7), "ECMA-119 8.2.4", "a boot record is of no system that is known");
    }
  }

  private void checkFields(VolumeDescriptor volume, VolumeSet set) throws IsoFormatException {
    Bytes bytes = volume.bytes();
    boolean primary = volume.kind() == VolumeDescriptor.Kind.PRIMARY;
    findings.expect(
        bytes.u8(7) == 0 || (!primary && bytes.u8(7) == 1),
        bytes.offset(7),
        primary ? "ECMA-119 8.4.4" : "ECMA-119 8.5.3",
        "the volume flags are " + bytes.u8(7));
    findings.expectZero(bytes, 72, 8, "ECMA-119 8.4.7");
    checkEscapes(volume);
    findings.both32(bytes, 80, "ECMA-119 8.4.8", "the volume space size");
    findings.both16(bytes, 120, "ECMA-119 8.4.10", "the volume set size");
    findings.both16(bytes, 124, "ECMA-119 8.4.11", "the volume sequence number");
    findings.both16(bytes, 128, "ECMA-119 8.4.12", "the logical block size");
    findings.both32(bytes, 132, "ECMA-119 8.4.13", "the path table size");
    findings.require(
        bytes.both16(124) >= 1 && bytes.both16(124) <= Math.max(1, bytes.both16(120)),
        bytes.offset(124),
        "ECMA-119 8.4.11",
        "volume " + bytes.both16(124) + " of a set of " + bytes.both16(120));
    int version = bytes.u8(881);
    findings.require(
        version == (volume.kind() == VolumeDescriptor.Kind.ENHANCED ? 2 : 1),
        bytes.offset(881),
        "ECMA-119 8.4.30",
        "the version of the file structure is " + version);
    findings.expectZero(bytes, 882, 1, "ECMA-119 8.4.31");
    findings.expectZero(bytes, 1395, 653, "ECMA-119 8.4.33");
    long end = (set.firstSector() - VolumeSet.FIRST_SECTOR) * Sector.SIZE + volume.volumeBytes();
    findings.require(
        end <= source.size(),
        bytes.offset(80),
        "ECMA-119 8.4.8",
        "the volume ends at byte " + end + ", the image at " + source.size());
  }

  private void checkEscapes(VolumeDescriptor volume) throws IsoFormatException {
    Bytes bytes = volume.bytes();
    switch (volume.kind()) {
      case PRIMARY, ENHANCED -> findings.expectZero(bytes, 88, 32, "ECMA-119 8.4.9");
      case JOLIET -> findings.expectZero(bytes, 91, 29, "Joliet 3.1");
      case SUPPLEMENTARY ->
          findings.warning(
              bytes.offset(88), "ECMA-119 8.5.6", "the character set of a tree is not known");
    }
  }

  /** Text has no control characters; what else it has varies too much to tell anything. */
  private void checkTexts(VolumeDescriptor volume) throws IsoFormatException {
    if (volume.kind() == VolumeDescriptor.Kind.SUPPLEMENTARY) {
      return;
    }
    for (Text field : TEXTS) {
      String text = volume.bytes().text(field.at(), field.length(), volume.charset());
      findings.expect(
          text.chars().noneMatch(c -> c < ' ' || c == 0x7F),
          volume.bytes().offset(field.at()),
          field.clause(),
          "a control character in an identifier");
    }
  }

  private void checkDates(Bytes bytes) throws IsoFormatException {
    for (int at = 813; at <= 864; at += IsoDates.LONG) {
      findings.expect(
          IsoDates.valid17(bytes, at),
          bytes.offset(at),
          "ECMA-119 8.4.26.1",
          "a date that does not exist");
    }
  }

  /** What all descriptors of a volume have to say alike. */
  private void checkLikePrimary(VolumeDescriptor volume, VolumeDescriptor primary)
      throws IsoFormatException {
    findings.expect(
        volume.volumeBytes() == primary.volumeBytes(),
        volume.bytes().offset(80),
        "ECMA-119 8.5.8",
        "the volume space size is not that of the primary descriptor");
    boolean copy = volume.kind() == VolumeDescriptor.Kind.PRIMARY;
    findings.require(
        !copy || volume.bytes().sameAs(primary.bytes()),
        volume.bytes().offset(),
        "ECMA-119 6.7.1.1",
        "two primary descriptors differ");
  }
}
