package io.mkube.store;

import io.mkube.store.encoding.Value;

/** One compare-and-set write. Revision 0 as the expectation means that the key must not exist. */
public sealed interface Write {
  /** The key that is written. */
  StoreKey key();

  /** The revision that the key must have, 0 if it must not exist. */
  long expectedRevision();

  /**
   * The uid of the object, kept in the record so that followers can tell a recreated object from a
   * changed one.
   */
  String uid();

  /** The new value; for a delete the object's last state, which watchers receive. */
  Value content();

  /** The bytes of the value; not copied, not to be changed. */
  default byte[] value() {
    return content().bytes();
  }

  /**
   * Creates or replaces a value.
   *
   * @param key the key
   * @param expectedRevision current revision of the key, 0 to create
   * @param uid uid of the object
   * @param content the new value
   */
  record Put(StoreKey key, long expectedRevision, String uid, Value content) implements Write {
    /** Holds bytes, which are not copied and not to be changed. */
    public Put(StoreKey key, long expectedRevision, String uid, byte[] value) {
      this(key, expectedRevision, uid, Value.of(value));
    }

    public Put {
      if (expectedRevision < 0) {
        throw new IllegalArgumentException("negative revision expected of " + key);
      }
      StoreKey.requireWellFormed("uid", uid);
    }
  }

  /**
   * Removes a key.
   *
   * @param key the key
   * @param expectedRevision current revision of the key, never 0
   * @param uid uid of the object
   * @param content the last state of the object
   */
  record Delete(StoreKey key, long expectedRevision, String uid, Value content) implements Write {
    /** Holds bytes, which are not copied and not to be changed. */
    public Delete(StoreKey key, long expectedRevision, String uid, byte[] value) {
      this(key, expectedRevision, uid, Value.of(value));
    }

    public Delete {
      if (expectedRevision <= 0) {
        throw new IllegalArgumentException("a delete needs the current revision of " + key);
      }
      StoreKey.requireWellFormed("uid", uid);
    }
  }
}
