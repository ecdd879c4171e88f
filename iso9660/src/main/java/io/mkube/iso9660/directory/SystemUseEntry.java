package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;

/**
 * An entry of a system use area (SUSP 4).
 *
 * @param signature two characters
 * @param bytes the entry with its head of four bytes
 */
public record SystemUseEntry(String signature, Bytes bytes) {
  /** Bytes of signature, length and version. */
  public static final int HEAD = 4;
}
