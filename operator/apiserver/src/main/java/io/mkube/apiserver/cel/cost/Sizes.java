package io.mkube.apiserver.cel.cost;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows how great the values are that expressions look at. */
public interface Sizes {
  /** Path element for the elements of a list. */
  String ITEMS = "@items";

  /** Path element for the values of a map. */
  String VALUES = "@values";

  /** Path element for the keys of a map. */
  String KEYS = "@keys";

  /**
   * The greatest size of a value.
   *
   * @param path a variable, then fields, {@link #ITEMS}, {@link #VALUES} and {@link #KEYS}
   * @return null if it is not known
   */
  @Nullable Long maxSize(List<String> path);
}
