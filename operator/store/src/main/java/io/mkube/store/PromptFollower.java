package io.mkube.store;

/**
 * A follower of a store that never blocks, and neither writes to the store nor closes it, so that
 * the store may call it wherever a change becomes durable.
 */
public interface PromptFollower {
  /** Called for every change, in revision order, none twice, on one thread at a time. */
  void changed(Change change);

  /**
   * Called after one or more changes, once those who wrote them go on: time to tell others. May run
   * beside {@link #changed} and beside itself.
   */
  void settled();

  /**
   * Called once, after the last change, when the delivery ends without {@link
   * ObjectStore.Subscription#close} having been called, for the reasons that {@link
   * ObjectStore#follow} names.
   */
  void ended(StoreException cause);
}
