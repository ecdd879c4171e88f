package io.mkube.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.store.StoreKey;

/** Claims what objects of a kind must not share, just before one is stored. Thread-safe. */
@FunctionalInterface
public interface StorageGuard {
  /**
   * Claims what an object has and its stored state has not.
   *
   * @param object the object in its stored form; what the server chose for it may be chosen anew
   * @return the claim, which is settled when the outcome of the write is known
   * @throws ApiException if something belongs to another object
   */
  Claim claim(StoreKey key, ObjectNode object);

  /** What one write has claimed. */
  @FunctionalInterface
  interface Claim {
    /** Nothing was claimed. */
    Claim NONE = stored -> {};

    /**
     * The outcome of the write is known. Not called while it is not: then the claim stays until it
     * is certain that nobody will store the object any more.
     *
     * @param stored whether the object was stored
     */
    void settle(boolean stored);
  }
}
