package io.mkube.apiserver.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** One AES-256 key. Its id is derived from it, so that a damaged key is another key. Immutable. */
final class SealingKey {
  static final int BYTES = 32;
  static final int ID_BYTES = 8;
  private static final byte[] ID_CONTEXT = "mkube sealing key id".getBytes(StandardCharsets.UTF_8);
  private final byte[] key;
  private final byte[] id;

  SealingKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a key has " + BYTES + " bytes, not " + key.length);
    }
    this.key = key.clone();
    this.id = digest(key);
  }

  static SealingKey random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return new SealingKey(key);
  }

  SecretKey secret() {
    return new SecretKeySpec(key, "AES");
  }

  /** The key itself, for the key file only. */
  byte[] bytes() {
    return key.clone();
  }

  /** The first bytes of a digest; not copied, not to be changed. */
  byte[] id() {
    return id;
  }

  /** The id as people read it. */
  static String text(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  /** The id only. */
  @Override
  public String toString() {
    return text(id);
  }

  private static byte[] digest(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ID_CONTEXT);
      return Arrays.copyOf(digest.digest(key), ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
