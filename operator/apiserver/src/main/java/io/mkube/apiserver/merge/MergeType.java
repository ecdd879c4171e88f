package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.fieldset.PathElement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a value is merged: as a whole, field by field, or element by element. Immutable and safe for
 * concurrent use.
 */
public sealed interface MergeType {

  /** Whether the value is always taken as a whole. */
  boolean atomic();

  /** A value without parts. */
  enum Scalar implements MergeType {
    STRING,
    NUMERIC,
    BOOLEAN,
    /** Any value without parts, such as a port that is a number or a name. */
    UNTYPED;

    @Override
    public boolean atomic() {
      return true;
    }
  }

  /** A value of which nothing is known. */
  enum Unknown implements MergeType {
    /** Objects are merged field by field, everything else is taken as a whole. */
    DEDUCED,
    /** Always taken as a whole. */
    WHOLE;

    @Override
    public boolean atomic() {
      return this == WHOLE;
    }
  }

  /** An object or a map. */
  non-sealed interface Fields extends MergeType {
    /** A declared field, or {@code null}. */
    @Nullable Field field(String name);

    /** The type of what is not declared, {@code null} if only declared fields may be there. */
    @Nullable MergeType others();
  }

  /**
   * A declared field.
   *
   * @param element its element in paths
   * @param type its type
   */
  record Field(PathElement element, MergeType type) {}

  /**
   * A list.
   *
   * @param element type of the elements
   * @param kind how elements are told apart
   * @param keys the key fields of {@link Kind#MAP}, sorted
   * @param defaults what absent key fields are taken for
   */
  record Items(MergeType element, Kind kind, List<String> keys, Map<String, JsonNode> defaults)
      implements MergeType {
    public Items {
      keys = keys.stream().sorted().toList();
      defaults = Map.copyOf(defaults);
    }

    /** How elements of a list are told apart. */
    public enum Kind {
      /** Not at all. */
      ATOMIC,
      /** By their value. */
      SET,
      /** By key fields. */
      MAP
    }

    @Override
    public boolean atomic() {
      return kind == Kind.ATOMIC;
    }
  }

  /** The field of an object, declared or not; {@code null} if it may not be there. */
  static @Nullable Field fieldOf(Fields type, String name) {
    Field declared = type.field(name);
    if (declared != null) {
      return declared;
    }
    MergeType others = type.others();
    return others == null ? null : new Field(PathElement.field(name), others);
  }
}
