package io.mkube.store;

import io.mkube.store.encoding.Value;

/**
 * A durable write as followers see it.
 *
 * @param revision revision of this write
 * @param kind whether the key was put or deleted
 * @param key the key
 * @param previousRevision the key's revision before this write, 0 if it did not exist. A follower
 *     whose own view differs has lost changes
 * @param uid uid of the object written or deleted
 * @param content the new value, or the last state of a deleted object
 */
public record Change(
    long revision, Kind kind, StoreKey key, long previousRevision, String uid, Value content) {
  /** Holds bytes, which are not copied and not to be changed. */
  public Change(
      long revision, Kind kind, StoreKey key, long previousRevision, String uid, byte[] value) {
    this(revision, kind, key, previousRevision, uid, Value.of(value));
  }

  /** The bytes of the value; callers must not change them. */
  public byte[] value() {
    return content.bytes();
  }

  /** What a change did to its key. */
  public enum Kind {
    PUT,
    DELETE
  }
}
