package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.time.Instant;
import java.util.Optional;

/**
 * A directory record (ECMA-119 9.1) as it stands in the image.
 *
 * @param volume descriptor of the tree
 * @param bytes the record
 */
public record DirectoryRecord(VolumeDescriptor volume, Bytes bytes) {
  /** Bytes before the identifier. */
  public static final int HEAD = 33;

  /** Flag: not to be shown. */
  public static final int HIDDEN = 0x01;

  /** Flag: a directory. */
  public static final int DIRECTORY = 0x02;

  /** Flag: belongs to the file of the same name, as a resource fork does. */
  public static final int ASSOCIATED = 0x04;

  /** Flag: another record of the same file follows. */
  public static final int MULTI_EXTENT = 0x80;

  /**
   * A record after checking what all reading relies on.
   *
   * @throws IsoFormatException if the record contradicts itself
   */
  static DirectoryRecord of(VolumeDescriptor volume, Bytes bytes) throws IsoFormatException {
    int length = bytes.length();
    if (length <= HEAD || HEAD + bytes.u8(32) > length) {
      throw new IsoFormatException(
          "ECMA-119 9.1.1",
          bytes.offset(),
          "a directory record of " + length + " bytes is too short for its identifier");
    }
    if (bytes.u8(32) == 0) {
      throw new IsoFormatException("ECMA-119 9.1.10", bytes.offset(), "an identifier is empty");
    }
    return new DirectoryRecord(volume, bytes);
  }

  /** Position of the record in the image. */
  public long offset() {
    return bytes.offset();
  }

  /** Blocks of the extended attribute record, which stands before the data. */
  public int extendedAttributeBlocks() throws IsoFormatException {
    return bytes.u8(1);
  }

  /** First logical block, of the extended attribute record if there is one. */
  public long block() throws IsoFormatException {
    return bytes.both32(2);
  }

  /** Bytes of data. */
  public long dataLength() throws IsoFormatException {
    return bytes.both32(10);
  }

  /** Where the data is. */
  public Extent data() throws IsoFormatException {
    return new Extent(volume.position(block() + extendedAttributeBlocks()), dataLength());
  }

  public Optional<Instant> recorded() throws IsoFormatException {
    return IsoDates.read7(bytes, 18);
  }

  /** File flags (9.1.6). */
  public int flags() throws IsoFormatException {
    return bytes.u8(25);
  }

  public boolean has(int flag) throws IsoFormatException {
    return (flags() & flag) != 0;
  }

  /** Blocks of data between two gaps, 0 if the data is not interleaved (9.1.7). */
  public int unitSize() throws IsoFormatException {
    return bytes.u8(26);
  }

  /** Blocks of a gap (9.1.8). */
  public int gapSize() throws IsoFormatException {
    return bytes.u8(27);
  }

  /** Identifier as it is stored. */
  public Bytes identifier() throws IsoFormatException {
    return bytes.slice(HEAD, bytes.u8(32));
  }

  /** Whether another record has the same identifier, as the sections of one file have. */
  boolean sameIdentifier(DirectoryRecord other) throws IsoFormatException {
    return identifier().sameAs(other.identifier());
  }

  /** Whether this is the record of the directory itself. */
  public boolean isSelf() throws IsoFormatException {
    return bytes.u8(32) == 1 && bytes.u8(HEAD) == 0;
  }

  /** Whether this is the record of the parent directory. */
  public boolean isParent() throws IsoFormatException {
    return bytes.u8(32) == 1 && bytes.u8(HEAD) == 1;
  }

  /** What stands behind identifier and padding (9.1.13). */
  public Bytes systemUse() throws IsoFormatException {
    int identifier = bytes.u8(32);
    int start = HEAD + identifier + (identifier % 2 == 0 ? 1 : 0);
    return start >= bytes.length()
        ? bytes.slice(bytes.length(), 0)
        : bytes.slice(start, bytes.length() - start);
  }

  /** What CD-ROM XA adds, if the record has it. */
  public Optional<ExtendedArchitecture> extendedArchitecture() throws IsoFormatException {
    return ExtendedArchitecture.find(systemUse());
  }
}
