package io.mkube.apiserver.ownership;

/**
 * Who writes an object, and where.
 *
 * @param manager name of the field manager
 * @param subresource subresource that is written to, {@code ""} for the object itself
 */
public record Writer(String manager, String subresource) {
  public Writer {
    manager = manager.isEmpty() ? "unknown" : manager;
  }
}
