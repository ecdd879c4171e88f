package io.mkube.routeros.simulator.world;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a menu. Immutable: a change makes a new row.
 *
 * @param id the device's id
 * @param values what the device prints; an unset property is absent
 * @param hidden what the simulator remembers beside it; never printed
 */
public record Row(RowId id, Map<String, String> values, Map<String, String> hidden) {
  public Row {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    hidden = hidden.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(hidden));
  }

  /** A row without hidden values. */
  public static Row of(RowId id, Map<String, String> values) {
    return new Row(id, values, Map.of());
  }

  /** A printed value, empty if unset. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** A hidden value, empty if unset. */
  public String hidden(String name) {
    return hidden.getOrDefault(name, "");
  }

  /** Whether a printed flag is true. */
  public boolean flag(String name) {
    return value(name).equals("true");
  }

  /** The row with some printed values replaced; a null value unsets. */
  public Row with(Map<String, ? extends @Nullable String> changes) {
    return new Row(id, merged(values, changes), hidden);
  }

  /** The row with one printed value replaced; null unsets. */
  public Row with(String name, @Nullable String value) {
    Map<String, @Nullable String> change = new LinkedHashMap<>();
    change.put(name, value);
    return with(change);
  }

  /** The row with one hidden value replaced; null unsets. */
  public Row withHidden(String name, @Nullable String value) {
    Map<String, @Nullable String> change = new LinkedHashMap<>();
    change.put(name, value);
    return new Row(id, values, merged(hidden, change));
  }

  /** The same content under another id. */
  public Row withId(RowId other) {
    return new Row(other, values, hidden);
  }

  private static Map<String, String> merged(
      Map<String, String> base, Map<String, ? extends @Nullable String> changes) {
    Map<String, String> merged = new LinkedHashMap<>(base);
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            merged.remove(name);
          } else {
            merged.put(name, value);
          }
        });
    return merged;
  }
}
