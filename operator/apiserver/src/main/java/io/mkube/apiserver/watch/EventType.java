package io.mkube.apiserver.watch;

/** Types of watch events as they stand on the wire. */
enum EventType {
  ADDED,
  MODIFIED,
  DELETED,
  BOOKMARK,
  ERROR
}
