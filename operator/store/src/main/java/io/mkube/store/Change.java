package io.mkube.store;

/**
 * A durable write as followers see it.
 *
 * @param revision revision of this write
 * @param kind whether the key was put or deleted
 * @param key the key
 * @param previousRevision the key's revision before this write, 0 if it did not exist. A follower
 *     whose own view differs has lost changes
 * @param uid uid of the object written or deleted
 * @param value the new value, or the last state of a deleted object; not copied, callers must not
 *     change it
 */
public record Change(
    long revision, Kind kind, StoreKey key, long previousRevision, String uid, byte[] value) {
  /** What a change did to its key. */
  public enum Kind {
    PUT,
    DELETE
  }
}
