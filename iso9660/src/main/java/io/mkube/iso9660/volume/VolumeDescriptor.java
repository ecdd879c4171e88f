package io.mkube.iso9660.volume;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A primary, supplementary or enhanced volume descriptor (ECMA-119 8.4, 8.5).
 *
 * @param sector sector that it stands in
 * @param shift sectors to add to every address in it: 0, or the partition offset of a twin set
 * @param kind what its names are
 * @param bytes the descriptor
 */
public record VolumeDescriptor(long sector, long shift, Kind kind, Bytes bytes) {
  /** Position of the root's directory record in the descriptor. */
  public static final int ROOT_RECORD = 156;

  /** Length of the root's directory record. */
  public static final int ROOT_RECORD_LENGTH = 34;

  /** Position of the application use field. */
  public static final int APPLICATION_USE = 883;

  /** Length of the application use field. */
  public static final int APPLICATION_USE_LENGTH = 512;

  /** What the names in a tree are. */
  public enum Kind {
    /** Identifiers of ECMA-119, with Rock Ridge perhaps. */
    PRIMARY,
    /** Unicode identifiers by the Joliet paper. */
    JOLIET,
    /** Long identifiers of ISO 9660:1999. */
    ENHANCED,
    /** Another character set, registered or not. */
    SUPPLEMENTARY
  }

  static VolumeDescriptor read(Bytes bytes, long shift) throws IsoFormatException {
    VolumeDescriptor volume =
        new VolumeDescriptor(bytes.offset() / Sector.SIZE, shift, kind(bytes), bytes);
    int size = volume.blockSize();
    if (size != 512 && size != 1024 && size != Sector.SIZE) {
      throw new IsoFormatException(
          "ECMA-119 8.4.12", bytes.offset(128), "the logical block size is " + size);
    }
    if (bytes.u8(ROOT_RECORD) < ROOT_RECORD_LENGTH) {
      throw new IsoFormatException(
          "ECMA-119 8.4.18",
          bytes.offset(ROOT_RECORD),
          "the root's directory record has " + bytes.u8(ROOT_RECORD) + " bytes");
    }
    return volume;
  }

  private static Kind kind(Bytes bytes) throws IsoFormatException {
    if (bytes.u8(0) == 1) {
      return Kind.PRIMARY;
    }
    if (bytes.u8(6) == 2) {
      return Kind.ENHANCED; // ISO 9660:1999
    }
    int level = bytes.u8(90);
    boolean joliet =
        bytes.u8(88) == '%'
            && bytes.u8(89) == '/'
            && (level == '@' || level == 'C' || level == 'E');
    return joliet ? Kind.JOLIET : Kind.SUPPLEMENTARY;
  }

  public String systemIdentifier() throws IsoFormatException {
    return bytes.text(8, 32, charset());
  }

  public String volumeIdentifier() throws IsoFormatException {
    return bytes.text(40, 32, charset());
  }

  public String volumeSetIdentifier() throws IsoFormatException {
    return bytes.text(190, 128, charset());
  }

  public String publisherIdentifier() throws IsoFormatException {
    return bytes.text(318, 128, charset());
  }

  public String dataPreparerIdentifier() throws IsoFormatException {
    return bytes.text(446, 128, charset());
  }

  public String applicationIdentifier() throws IsoFormatException {
    return bytes.text(574, 128, charset());
  }

  /** Size of the volume in logical blocks; the file may be longer, and shorter if it is cut off. */
  public long volumeSpaceSize() throws IsoFormatException {
    return bytes.both32(80);
  }

  /** Size of the volume in bytes. */
  public long volumeBytes() throws IsoFormatException {
    return volumeSpaceSize() * blockSize();
  }

  /** Bytes of a logical block: 512, 1024 or 2048. */
  public int blockSize() throws IsoFormatException {
    return bytes.both16(128);
  }

  /** Bytes of a path table. */
  public long pathTableSize() throws IsoFormatException {
    return bytes.both32(132);
  }

  /** Block of the little endian path table. */
  public long pathTableL() throws IsoFormatException {
    return bytes.le32(140);
  }

  /** Block of the second little endian path table, 0 if there is none. */
  public long optionalPathTableL() throws IsoFormatException {
    return bytes.le32(144);
  }

  /** Block of the big endian path table. */
  public long pathTableM() throws IsoFormatException {
    return bytes.be32(148);
  }

  /** Block of the second big endian path table, 0 if there is none. */
  public long optionalPathTableM() throws IsoFormatException {
    return bytes.be32(152);
  }

  /** Directory record of the root. */
  public Bytes rootRecord() throws IsoFormatException {
    return bytes.slice(ROOT_RECORD, ROOT_RECORD_LENGTH);
  }

  public Optional<Instant> created() throws IsoFormatException {
    return IsoDates.read17(bytes, 813);
  }

  public Optional<Instant> modified() throws IsoFormatException {
    return IsoDates.read17(bytes, 830);
  }

  /** Whether directory records carry data of CD-ROM XA before what Rock Ridge adds. */
  public boolean extendedArchitecture() {
    return bytes.has(1024, "CD-XA001");
  }

  /** Position in the image of a logical block. */
  public long position(long block) throws IsoFormatException {
    return block * blockSize() + shift * Sector.SIZE;
  }

  /** Character set of the identifiers in the descriptor. */
  public Charset charset() {
    return kind == Kind.JOLIET ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
  }
}
