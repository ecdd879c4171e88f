package io.mkube.routeros.simulator.persistence;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps entries across the end of the process. Thread-safe. */
public interface Journal {
  /** Notes changes in the order of calls; durable against the end of the process after flush. */
  void append(List<Entry> changes);

  /** Hands everything appended so far to the operating system. */
  void flush();

  /** What was kept at the last start, in the order in which the keys were first written. */
  List<Entry> entries();

  /** A journal that forgets. */
  static Journal none() {
    return new Journal() {
      @Override
      public void append(List<Entry> changes) {}

      @Override
      public void flush() {}

      @Override
      public List<Entry> entries() {
        return List.of();
      }
    };
  }

  /**
   * One keyed value.
   *
   * @param table table name
   * @param key key in the table
   * @param value the value as JSON maps, lists and texts; null when the key was removed
   */
  record Entry(String table, String key, @Nullable Map<String, ? extends @Nullable Object> value) {}
}
