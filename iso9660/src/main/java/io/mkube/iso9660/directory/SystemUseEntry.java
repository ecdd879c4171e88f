package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;

/**
 * An entry of a system use area (SUSP 4).
 *
 * @param signature two characters
 * @param bytes the entry with its head of four bytes
 */
public record SystemUseEntry(String signature, Bytes bytes) {
  /** Bytes of signature, length and version. */
  public static final int HEAD = 4;

  static final int CE = 'C' << 8 | 'E';
  static final int CL = 'C' << 8 | 'L';
  static final int NM = 'N' << 8 | 'M';
  static final int PL = 'P' << 8 | 'L';
  static final int PN = 'P' << 8 | 'N';
  static final int PX = 'P' << 8 | 'X';
  static final int RE = 'R' << 8 | 'E';
  static final int RR = 'R' << 8 | 'R';
  static final int SL = 'S' << 8 | 'L';
  static final int ST = 'S' << 8 | 'T';
  static final int TF = 'T' << 8 | 'F';
  static final int ZF = 'Z' << 8 | 'F';

  /** The two bytes of the signature at an index. */
  static int code(Bytes area, int at) throws IsoFormatException {
    return area.be16(at);
  }

  /** The signature of two bytes; those of every record take no memory. */
  static String signature(int code) {
    return switch (code) {
      case NM -> "NM";
      case PX -> "PX";
      case TF -> "TF";
      case RR -> "RR";
      case CE -> "CE";
      case SL -> "SL";
      default -> new String(new char[] {(char) (code >> 8), (char) (code & 0xFF)});
    };
  }
}
