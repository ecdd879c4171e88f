package io.mkube.iso9660;

/** What becomes of a checksum that isomd5sum has implanted. */
public enum Md5Policy {
  /** It is computed anew if there is one. */
  RECOMPUTE,
  /** It is computed, also if there was none. */
  IMPLANT,
  /** It stays as it is, true or not. */
  KEEP,
  /** It is taken away. */
  REMOVE
}
