package io.mkube.apiserver.seal;

import io.mkube.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The form of a sealed value: magic, key id, nonce, then what AES-256-GCM makes of the plain value.
 * Header, store key and uid are authenticated with it, so that values cannot be moved from one
 * object to another. No plain value begins with the magic: plain values are JSON objects.
 */
final class SealedValue {
  private static final byte[] MAGIC = {0, 'm', 'k', 's', 1};
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int ID_AT = MAGIC.length;
  private static final int NONCE_AT = ID_AT + SealingKey.ID_BYTES;
  private static final int HEADER = NONCE_AT + NONCE_BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  private SealedValue() {}

  /** Whether a stored value is sealed. */
  static boolean isSealed(byte[] value) {
    return value.length >= MAGIC.length
        && Arrays.equals(value, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** The id of the key that sealed a value. */
  static byte[] keyId(byte[] sealed) {
    return Arrays.copyOfRange(sealed, ID_AT, NONCE_AT);
  }

  static byte[] seal(SealingKey key, StoreKey place, String uid, byte[] plain) {
    byte[] header = new byte[HEADER];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    System.arraycopy(key.id(), 0, header, ID_AT, SealingKey.ID_BYTES);
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    System.arraycopy(nonce, 0, header, NONCE_AT, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, header, place, uid);
      byte[] sealed = Arrays.copyOf(header, HEADER + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, HEADER);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every Java", e);
    }
  }

  /**
   * Opens a value.
   *
   * @throws GeneralSecurityException if it is damaged or belongs to another object
   */
  static byte[] open(SealingKey key, StoreKey place, String uid, byte[] sealed)
      throws GeneralSecurityException {
    if (sealed.length < HEADER) {
      throw new GeneralSecurityException("cut off in the header");
    }
    byte[] header = Arrays.copyOf(sealed, HEADER);
    return cipher(Cipher.DECRYPT_MODE, key, header, place, uid)
        .doFinal(sealed, HEADER, sealed.length - HEADER);
  }

  private static Cipher cipher(int mode, SealingKey key, byte[] header, StoreKey place, String uid)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, header, NONCE_AT, NONCE_BYTES));
    cipher.updateAAD(header);
    byte[] path = place.toString().getBytes(StandardCharsets.UTF_8);
    cipher.updateAAD(ByteBuffer.allocate(Integer.BYTES).putInt(path.length).array());
    cipher.updateAAD(path);
    cipher.updateAAD(uid.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
