package io.mkube.apiserver.cel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules can see of a JSON value. Immutable. */
public sealed interface ValueType {
  /**
   * The greatest size of a value that fits into a request or that its limits allow: characters,
   * elements or entries; 1 for what has no size.
   */
  long maxSize();

  /** Bytes of the shortest JSON text of such a value. */
  long minBytes();

  /** How a scalar is read. */
  enum Scalar {
    STRING,
    /** Base64 text. */
    BYTES,
    DURATION,
    DATE,
    DATE_TIME,
    BOOL,
    INT,
    DOUBLE,
    /** An integer or a string; known only when a rule runs. */
    INT_OR_STRING
  }

  /** How elements of a list are told apart. */
  enum ListKind {
    /** By position. */
    ATOMIC,
    /** By value: order does not count. */
    SET,
    /** By some of their fields: order does not count. */
    MAP
  }

  /**
   * A value without parts.
   *
   * @param scalar how it is read
   */
  record Simple(Scalar scalar, long maxSize, long minBytes) implements ValueType {}

  /**
   * A list.
   *
   * @param element type of its elements
   * @param nullableElements whether elements may be null
   * @param kind how elements are told apart
   * @param keys names of the fields that identify an element of a {@link ListKind#MAP}
   */
  record ListOf(
      ValueType element,
      boolean nullableElements,
      ListKind kind,
      List<String> keys,
      long maxSize,
      long minBytes)
      implements ValueType {}

  /**
   * An object with any fields of one type.
   *
   * @param value type of the fields
   * @param nullableValues whether fields may be null
   */
  record MapOf(ValueType value, boolean nullableValues, long maxSize, long minBytes)
      implements ValueType {
    /** Kubernetes gives keys no size, so that rules over them cost as if all were empty. */
    long maxKeySize() {
      return 0;
    }
  }

  /**
   * An object with known fields.
   *
   * @param fields fields by their JSON names
   */
  record Fields(Map<String, Field> fields, long maxSize, long minBytes) implements ValueType {}

  /**
   * A field of an object.
   *
   * @param type its type, null for one that rules cannot see and that only counts when objects are
   *     compared
   * @param nullable whether it may be null
   */
  record Field(@Nullable ValueType type, boolean nullable) {}
}
