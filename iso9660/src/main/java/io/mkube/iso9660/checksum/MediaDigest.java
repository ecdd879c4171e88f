package io.mkube.iso9660.checksum;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a region of an image, and first digits of what it was on the way. */
final class MediaDigest {
  private static final int DIGITS = 60;
  private final MessageDigest digest;
  private final long start;
  private final long end;
  private final long fragment;
  private final int digits;
  private final StringBuilder sums = new StringBuilder();
  private long current;

  /**
   * A digest of what lies between two positions.
   *
   * @param algorithm name that the JDK knows
   * @param fragments number of fragments whose sums are kept, 0 for none
   */
  MediaDigest(String algorithm, long start, long end, int fragments) {
    this.start = start;
    this.end = end;
    this.fragment = (end - start) / (fragments + 1);
    this.digits = fragments == 0 ? 0 : DIGITS / fragments;
    try {
      this.digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }

  /** Takes what lies inside the region of a piece of the image. */
  void update(byte[] piece, int count, long at) throws IOException {
    long from = Math.max(start, at);
    long to = Math.min(end, at + count);
    if (from >= to) {
      return;
    }
    digest.update(piece, (int) (from - at), (int) (to - from));
    long now = fragment == 0 ? 0 : at / fragment;
    if (digits > 0 && now != current && sums.length() < DIGITS) {
      current = now;
      sums.append(prefix());
    }
  }

  /** Takes a number of zero bytes. */
  void zeros(long count) {
    byte[] sector = new byte[2048];
    for (long left = count; left > 0; left -= sector.length) {
      digest.update(sector, 0, (int) Math.min(sector.length, left));
    }
  }

  /** First digits as isomd5sum prints them: each byte with {@code %x}, of that one digit. */
  private String prefix() throws IOException {
    try {
      byte[] bytes = ((MessageDigest) digest.clone()).digest();
      StringBuilder prefix = new StringBuilder();
      for (int i = 0; i < Math.min(digits, bytes.length); i++) {
        prefix.append(Integer.toHexString(bytes[i] & 0xFF).charAt(0));
      }
      return prefix.toString();
    } catch (CloneNotSupportedException e) {
      throw new IOException("the digest of this JDK cannot be copied on the way", e);
    }
  }

  /** The digest in hexadecimal digits; to be called once. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  String sums() {
    return sums.toString();
  }
}
