package io.mkube.routeros.simulator.microdns.fault;

/** What can go wrong at a microdns. */
public enum MicroDnsFault {
  /** REST answers 500 {@code internal server error}, nothing done. */
  INTERNAL_ERROR,
  /** The REST connection is reset before anything is done. */
  RESET,
  /** A REST write is done, then the connection is reset. */
  LOST_REPLY,
  /** {@code /health} says that the database cannot be read. */
  UNHEALTHY,
  /** A list ends in the middle of its JSON. */
  TRUNCATED_LIST,
  /** DNS queries are dropped while REST works. */
  DNS_SILENT
}
