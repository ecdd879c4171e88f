package io.mkube.store;

import io.mkube.store.encoding.Value;

/**
 * A live value.
 *
 * @param key the key
 * @param revision revision of the write that made this value
 * @param uid uid of the object
 * @param content the bytes as written
 */
public record StoredObject(StoreKey key, long revision, String uid, Value content) {
  /** Holds bytes, which are not copied and not to be changed. */
  public StoredObject(StoreKey key, long revision, String uid, byte[] value) {
    this(key, revision, uid, Value.of(value));
  }

  /** The bytes as written; callers must not change them. */
  public byte[] value() {
    return content.bytes();
  }
}
