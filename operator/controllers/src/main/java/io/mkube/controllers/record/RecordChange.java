package io.mkube.controllers.record;

import io.mkube.routeros.microdns.RecordData;

/** One step towards the records that an object wants in a zone. */
public sealed interface RecordChange {
  /**
   * Adds a record.
   *
   * @param name name relative to the zone
   * @param data type and payload
   */
  record Add(String name, RecordData data) implements RecordChange {}

  /**
   * Removes a record.
   *
   * @param id the server's id
   * @param what the record in words
   */
  record Remove(String id, String what) implements RecordChange {}
}
