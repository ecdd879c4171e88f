package io.mkube.store;

/**
 * A live value.
 *
 * @param key the key
 * @param revision revision of the write that made this value
 * @param uid uid of the object
 * @param value the bytes as written; not copied, callers must not change them
 */
public record StoredObject(StoreKey key, long revision, String uid, byte[] value) {}
