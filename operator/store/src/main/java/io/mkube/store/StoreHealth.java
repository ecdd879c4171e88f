package io.mkube.store;

/**
 * The store's condition.
 *
 * @param writable whether writes are accepted
 * @param detail one line for people: where the data is and, if not writable, why
 */
public record StoreHealth(boolean writable, String detail) {}
