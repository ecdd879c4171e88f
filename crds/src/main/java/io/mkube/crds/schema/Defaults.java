package io.mkube.crds.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an absent field means. JSON may leave out any optional field, and the records must not hand
 * null collections to their readers.
 */
public final class Defaults {
  private Defaults() {}

  /** An immutable copy; empty for null. */
  public static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** An immutable copy; empty for null. */
  public static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }

  /** The value, or the fallback for null. */
  public static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }
}
