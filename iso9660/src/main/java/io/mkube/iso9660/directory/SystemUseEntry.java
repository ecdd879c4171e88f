package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import java.nio.charset.StandardCharsets;

/**
 * An entry of a system use area (SUSP 4).
 *
 * @param signature two characters
 * @param bytes the entry with its head of four bytes
 */
public record SystemUseEntry(String signature, Bytes bytes) {
  /** Bytes of signature, length and version. */
  public static final int HEAD = 4;

  /** The signature at an index; those of every record take no memory. */
  static String signature(Bytes area, int at) throws IsoFormatException {
    return switch (area.be16(at)) {
      case 'N' << 8 | 'M' -> "NM";
      case 'P' << 8 | 'X' -> "PX";
      case 'T' << 8 | 'F' -> "TF";
      case 'R' << 8 | 'R' -> "RR";
      case 'C' << 8 | 'E' -> "CE";
      case 'S' << 8 | 'L' -> "SL";
      default -> area.slice(at, 2).string(StandardCharsets.ISO_8859_1);
    };
  }
}
