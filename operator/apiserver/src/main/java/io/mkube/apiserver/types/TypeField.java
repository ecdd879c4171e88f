package io.mkube.apiserver.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of an object type.
 *
 * @param name name in JSON
 * @param number field number in protobuf, 0 when the field is not part of the message
 * @param type its type
 * @param inline whether JSON has the fields of {@code type} in place of this one
 * @param required whether OpenAPI calls it required
 * @param whenEmpty what Go's encoder does with an empty value
 * @param plain whether Go's field is no pointer, list or map: protobuf has it even when it is empty
 * @param patch how a strategic merge patch merges it
 * @param merge how server-side apply merges it
 */
public record TypeField(
    String name,
    int number,
    ValueType type,
    boolean inline,
    boolean required,
    WhenEmpty whenEmpty,
    boolean plain,
    Patch patch,
    Merge merge) {

  /** Whether the empty string, zero and false are written to JSON. */
  public enum WhenEmpty {
    /** As the type has it: the empty string is omitted, numbers and booleans are kept. */
    DEFAULT,
    /** Zero and false are omitted too. */
    OMITTED,
    /** The empty string is kept. */
    KEPT
  }

  /**
   * Strategic merge.
   *
   * @param strategy what happens to a list or map
   * @param key the merge key of a list of objects
   * @param retainKeys whether {@code $retainKeys} is used
   */
  public record Patch(Strategy strategy, @Nullable String key, boolean retainKeys) {
    static final Patch DEFAULT = new Patch(Strategy.DEFAULT, null, false);

    /** The strategies of struct tag {@code patchStrategy}. */
    public enum Strategy {
      /** Objects merge, lists are replaced. */
      DEFAULT,
      MERGE,
      REPLACE
    }
  }

  /**
   * Server-side apply.
   *
   * @param kind what the value is taken for
   * @param keys the fields that identify an element of a list of kind {@link Kind#MAP}
   */
  public record Merge(Kind kind, List<String> keys) {
    static final Merge DEFAULT = new Merge(Kind.DEFAULT, List.of());

    public Merge {
      keys = List.copyOf(keys);
    }

    /** The kinds of {@code x-kubernetes-list-type} and {@code x-kubernetes-map-type}. */
    public enum Kind {
      /** Lists are atomic, maps and objects granular. */
      DEFAULT,
      ATOMIC,
      /** Objects are granular although their type is atomic. */
      GRANULAR,
      SET,
      MAP
    }
  }
}
