package io.mkube.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;

/** How a resource's objects look in the store, when that differs from what clients see. */
public interface StoredForm {
  /** Stored and served objects are the same. */
  StoredForm SAME =
      new StoredForm() {
        @Override
        public boolean servesAsStored(CachedObject object) {
          return true;
        }

        @Override
        public ObjectNode toServed(ObjectNode stored) {
          return stored;
        }

        @Override
        public ObjectNode toStored(ObjectNode served) {
          return served;
        }
      };

  /** Whether the stored bytes of an object are what clients see, so that no decoding is needed. */
  boolean servesAsStored(CachedObject object);

  /** The version that objects are written in, for a version that is served. */
  default String storedVersion(String served) {
    return served;
  }

  /** Turns a stored object into a served one; may change and return its argument. */
  ObjectNode toServed(ObjectNode stored);

  /**
   * Whether the store holds what a write of {@code served} would put there. A reader may see
   * defaults that were never stored; who writes them back keeps them.
   *
   * @param served equal to what a reader of {@code stored} sees
   */
  default boolean holds(CachedObject stored, ObjectNode served) {
    return true;
  }

  /** Turns a served object into a stored one; may change and return its argument. */
  ObjectNode toStored(ObjectNode served);
}
