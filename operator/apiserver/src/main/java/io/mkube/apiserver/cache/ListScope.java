package io.mkube.apiserver.cache;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a resource is listed.
 *
 * @param namespace namespace, {@code ""} for all
 * @param after the last object of the page before, or null
 * @param limit most items, 0 for no limit
 * @param countsRemaining whether objects behind the page are counted instead of looked at
 */
public record ListScope(
    String namespace, @Nullable Position after, int limit, boolean countsRemaining) {
  /** Everything in a namespace, or everywhere for {@code ""}. */
  public static ListScope all(String namespace) {
    return new ListScope(namespace, null, 0, false);
  }

  /**
   * Place in a list.
   *
   * @param namespace namespace
   * @param name name
   */
  public record Position(String namespace, String name) {}
}
